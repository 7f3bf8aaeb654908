package org.inkstream.model.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file from the signature to IEND and checks every checksum, which the
 * JDK's reader does not: it would decode a file with flipped bits to a wrong image without a word.
 */
final class PngScan {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int HEADER_LENGTH = 13;

  /** Bytes of a chunk besides its data: length, type, checksum. */
  private static final int FRAME = 12;

  private final ByteBuffer file;
  private long width = -1;
  private long height = -1;

  private PngScan(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  static FileScan scan(byte[] file) {
    return new PngScan(file).scan();
  }

  private FileScan scan() {
    if (file.capacity() < Long.BYTES || file.getLong(0) != SIGNATURE) {
      return damaged("no PNG signature");
    }
    boolean data = false;
    int at = Long.BYTES;
    while (file.capacity() - at >= FRAME) {
      int length = file.getInt(at);
      int type = file.getInt(at + 4);
      if (at == Long.BYTES && !readHeader(at, length, type)) {
        return damaged("no image header");
      }
      if (length < 0 || length > file.capacity() - at - FRAME) {
        return damaged("cut short");
      }
      CRC32 checksum = new CRC32();
      checksum.update(file.array(), at + 4, length + 4);
      if ((int) checksum.getValue() != file.getInt(at + 8 + length)) {
        return damaged("wrong checksum of the chunk at byte " + at);
      }
      data |= type == IDAT;
      if (type == IEND) {
        return data ? FileScan.sound(width, height) : damaged("no image data");
      }
      at += length + FRAME;
    }
    return damaged("cut short");
  }

  private boolean readHeader(int at, int length, int type) {
    if (type != IHDR || length != HEADER_LENGTH || file.capacity() - at < FRAME + HEADER_LENGTH) {
      return false;
    }
    width = Integer.toUnsignedLong(file.getInt(at + 8));
    height = Integer.toUnsignedLong(file.getInt(at + 12));
    return true;
  }

  private FileScan damaged(String what) {
    return new FileScan(width, height, what);
  }
}
