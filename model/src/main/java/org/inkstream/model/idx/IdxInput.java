package org.inkstream.model.idx;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The uncompressed bytes of a plain or gzipped file, counted and digested as they are read. Damage
 * to the compressed data comes out as {@link IdxException}.
 */
final class IdxInput extends FilterInputStream {

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final MessageDigest digest;
  private long position;

  private IdxInput(Path file, InputStream content, MessageDigest digest) {
    super(content);
    this.file = file;
    this.digest = digest;
  }

  /** Opens the file; whether it is gzipped is told by its first two bytes, not by its name. */
  static IdxInput open(Path file, MessageDigest digest) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return new IdxInput(file, gzipped ? new GZIPInputStream(raw, BUFFER) : raw, digest);
    } catch (ZipException | EOFException e) {
      raw.close();
      throw damaged(file, 0, e);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Uncompressed bytes read so far. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      int count = in.read(bytes, from, length);
      if (count > 0) {
        digest.update(bytes, from, count);
        position += count;
      }
      return count;
    } catch (ZipException | EOFException e) {
      throw damaged(file, position, e);
    }
  }

  private static IdxException damaged(Path file, long position, IOException e) {
    boolean early = e instanceof EOFException || e.getMessage() == null;
    String reason = early ? "it ends too early" : e.getMessage();
    return new IdxException(file, position, "damaged gzip data (" + reason + ")");
  }
}
