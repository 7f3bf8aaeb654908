package org.inkstream.streams.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The folder of one broker, locked for as long as this is open: {@code lock}, and {@code kafka}
 * with Kafka's logs and metadata.
 *
 * <p>Kafka locks its folder too, but answers a second server by ending the whole process.
 */
final class DataFolder implements AutoCloseable {

  private final Path logs;
  private final String clusterId;
  private final FileChannel lock;

  private DataFolder(Path logs, String clusterId, FileChannel lock) {
    this.logs = logs;
    this.clusterId = clusterId;
    this.lock = lock;
  }

  /** Locks the folder, makes it if need be, and formats it unless it is formatted already. */
  static DataFolder open(Path path) throws BrokerStartException {
    Path folder = path.toAbsolutePath().normalize();
    if (folder.toString().contains(",")) {
      // Kafka would read it as a list of folders.
      throw new BrokerStartException("the data folder's path may not have a comma: " + folder);
    }
    Path logs = folder.resolve("kafka");
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    FileChannel lock = lock(folder);
    try {
      return new DataFolder(logs, formatted(logs), lock);
    } catch (BrokerStartException | RuntimeException e) {
      release(lock, e);
      throw e;
    }
  }

  /** Where Kafka keeps its logs and metadata; absolute. */
  Path logs() {
    return logs;
  }

  /** The cluster's id, given when the folder was formatted. */
  String clusterId() {
    return clusterId;
  }

  /** Gives the folder free for another broker. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path folder) throws BrokerStartException {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by another broker of this same process: the same answer as for another process.
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    BrokerStartException inUse =
        new BrokerStartException("another broker is running on the data folder " + folder);
    release(channel, inUse);
    throw inUse;
  }

  private static String formatted(Path logs) throws BrokerStartException {
    try {
      MetaPropertiesEnsemble found = load(logs);
      if (!found.errorLogDirs().isEmpty()) {
        throw new BrokerStartException(
            "the data folder is damaged: cannot read "
                + logs.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME));
      }
      if (found.clusterId().isPresent()) {
        return found.clusterId().get();
      }
      String clusterId = Uuid.randomUuid().toString();
      format(logs, clusterId);
      return clusterId;
    } catch (BrokerStartException e) {
      throw e;
    } catch (Exception e) {
      // Kafka's formatter declares no narrower type.
      throw unusable(logs, e);
    }
  }

  private static MetaPropertiesEnsemble load(Path logs) throws IOException {
    return new MetaPropertiesEnsemble.Loader()
        .addLogDirs(List.of(logs.toString()))
        .addMetadataLogDir(logs.toString())
        .load();
  }

  private static void format(Path logs, String clusterId) throws Exception {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(clusterId)
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(logs.toString())
          .addDirectory(logs.toString())
          .run();
    }
  }

  private static BrokerStartException unusable(Path folder, Exception cause) {
    return new BrokerStartException("cannot use the data folder " + folder + ": " + cause, cause);
  }

  private static void release(FileChannel channel, Exception because) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
