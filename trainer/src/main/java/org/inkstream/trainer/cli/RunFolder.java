package org.inkstream.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.trainer.pieces.Pieces;

/**
 * The folder of a long run: what it is of, its finished pieces, and its results. A file is there
 * whole or not at all, whenever the process dies. One process at a time works in it.
 */
final class RunFolder implements Pieces, AutoCloseable {

  private static final String IDENTITY = "run.json";
  private static final String LOCK = ".lock";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String kind;
  private final Path folder;
  private final FileChannel lock;

  private RunFolder(String kind, Path folder, FileChannel lock) {
    this.kind = kind;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens the folder, which is made if it is not there.
   *
   * @param kind of run, as in "another comparison"
   * @param identity everything the results depend on, by name
   * @throws CommandFailure in one line, if it holds something else, another process works in it, or
   *     it cannot be written
   */
  static RunFolder open(String kind, Path folder, Map<String, String> identity) {
    try {
      Path pieces = folder.resolve("pieces");
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new CommandFailure("--out: " + folder + " is no directory");
      }
      requireOurs(kind, folder);
      Files.createDirectories(pieces);
      RunFolder run = new RunFolder(kind, folder, lock(kind, folder));
      try {
        Map<String, String> whole = new LinkedHashMap<>();
        whole.put("run", kind);
        whole.putAll(identity);
        run.identify(whole);
        return run;
      } catch (IOException | RuntimeException e) {
        run.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CommandFailure("--out: " + Failures.describe(e), e);
    }
  }

  private static void requireOurs(String kind, Path folder) throws IOException {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(IDENTITY))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // What a process leaves that died before it had begun.
      Set<String> early =
          Set.of(LOCK, "pieces", temporary(folder.resolve(IDENTITY)).getFileName().toString());
      if (files.anyMatch(file -> !early.contains(file.getFileName().toString()))) {
        throw new CommandFailure(
            "--out: " + folder + " has files in it, and none of a " + kind + " (" + IDENTITY + ")");
      }
    }
  }

  private static FileChannel lock(String kind, Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new CommandFailure("--out: another " + kind + " works in " + folder, e);
    }
    channel.close();
    throw new CommandFailure("--out: another " + kind + " works in " + folder);
  }

  private void identify(Map<String, String> identity) throws IOException {
    Path file = folder.resolve(IDENTITY);
    if (!Files.exists(file)) {
      write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(identity));
      return;
    }
    Map<String, String> before;
    try {
      before = JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "--out: " + file + ": damaged (" + e.getOriginalMessage() + "); take another folder", e);
    }
    List<String> differences = differences(before, identity);
    if (!differences.isEmpty()) {
      throw new CommandFailure(
          "--out: %s holds a run of other settings or data, take another folder: %s"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> now) {
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(before.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "not set");
      String is = now.getOrDefault(name, "not set");
      if (!was.equals(is)) {
        differences.add("%s was %s, is %s".formatted(name, was, is));
      }
    }
    return differences;
  }

  @Override
  public Optional<byte[]> find(String name) {
    Path file = piece(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
    }
  }

  @Override
  public void keep(String name, byte[] content) {
    writeOrFail(piece(name), content);
  }

  @Override
  public CommandFailure damaged(String name, String problem, Exception cause) {
    return new CommandFailure(
        "%s: damaged: %s; without this file the same command makes it anew"
            .formatted(piece(name), problem),
        cause);
  }

  /** Writes a result. */
  Path write(String name, byte[] content) {
    Path file = folder.resolve(name);
    writeOrFail(file, content);
    return file;
  }

  /** Writes a result that is text. */
  Path write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path piece(String name) {
    return folder.resolve("pieces").resolve(name);
  }

  private static void writeOrFail(Path file, byte[] content) {
    try {
      write(file, content);
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + file + ": " + Failures.describe(e), e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of a name of its own, so that what a killed process leaves is written over. */
  private static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new CommandFailure("cannot close " + folder.resolve(LOCK), e);
    }
  }
}
