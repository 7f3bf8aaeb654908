package org.inkstream.model.signing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The public keys whose signatures count. Any number at once: while a key is rotated the old and
 * the new one are both trusted. Immutable and safe for use by many threads.
 */
public final class TrustedKeys {

  private final Map<String, PublicKey> keys;

  private TrustedKeys(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  /**
   * All keys in the files {@code *.pub} of a folder, as it is now.
   *
   * @throws KeyFileException naming every file that cannot be read, or the folder if there is no
   *     such file
   */
  public static TrustedKeys read(Path folder) throws KeyFileException {
    Map<String, PublicKey> keys = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        PublicKey key = KeyFiles.publicKey(file);
        keys.put(KeyFiles.id(key), key);
      } catch (KeyFileException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new KeyFileException(String.join("; ", problems));
    }
    if (keys.isEmpty()) {
      throw new KeyFileException("no file *.pub in " + folder);
    }
    return new TrustedKeys(keys);
  }

  /** Their ids, sorted. */
  public List<String> ids() {
    return List.copyOf(keys.keySet());
  }

  /** What these signatures of a message are worth. */
  public Verdict verify(byte[] message, List<DetachedSignature> signatures) {
    if (signatures.isEmpty()) {
      return new Verdict.Unsigned();
    }
    List<DetachedSignature> known =
        signatures.stream().filter(signature -> keys.containsKey(signature.keyId())).toList();
    if (known.isEmpty()) {
      return new Verdict.UntrustedKeys(ids(signatures));
    }
    List<DetachedSignature> right =
        known.stream()
            .filter(s -> Ed25519.verify(keys.get(s.keyId()), message, s.signature()))
            .toList();
    return right.isEmpty() ? new Verdict.Wrong(ids(known)) : new Verdict.Trusted(ids(right));
  }

  private static List<String> ids(List<DetachedSignature> signatures) {
    return signatures.stream().map(DetachedSignature::keyId).distinct().sorted().toList();
  }

  private static List<Path> files(Path folder) throws KeyFileException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pub")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new KeyFileException("cannot list " + folder + ": " + words(e), e);
    }
    files.sort(null);
    return files;
  }

  // The JDK's own messages are the folder's name, which is said already.
  private static String words(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    } else if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    } else if (e instanceof AccessDeniedException) {
      return "it may not be read";
    }
    return String.valueOf(e.getMessage());
  }
}
