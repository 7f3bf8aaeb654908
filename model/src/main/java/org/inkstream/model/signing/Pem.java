package org.inkstream.model.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One key as text (RFC 7468). */
final class Pem {

  /** Hundred times what a key takes. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final int LINE = 64;

  private Pem() {}

  static String text(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  /** The first block with this label; text around it is left out, as others' tools do. */
  static byte[] read(Path file, String label) throws KeyFileException {
    Matcher block =
        Pattern.compile(
                "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
            .matcher(content(file));
    if (!block.find()) {
      throw new KeyFileException(file + " holds no PEM block '" + label + "'");
    }
    try {
      return Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(file + " holds damaged base64", e);
    }
  }

  private static String content(Path file) throws KeyFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new KeyFileException(file + " is larger than any key");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new KeyFileException("no file " + file, e);
    } catch (IOException e) {
      throw new KeyFileException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
