package org.inkstream.model.image;

/**
 * Walks the segments of a JPEG file from its first marker to its last. The number of scans is
 * limited: each may go over all pixels again, so that a small file of thousands of them would keep
 * a decoder busy for minutes (the usual progressive file has 10).
 */
final class JpegScan {

  private static final int MAX_SCANS = 40;

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;

  private final byte[] file;
  private long width = -1;
  private long height = -1;

  private JpegScan(byte[] file) {
    this.file = file;
  }

  static FileScan scan(byte[] file) {
    return new JpegScan(file).scan();
  }

  private FileScan scan() {
    if (file.length < 2 || unsigned(0) != 0xFF || unsigned(1) != START) {
      return damaged("no JPEG signature");
    }
    int scans = 0;
    int at = 2;
    while (at + 1 < file.length) {
      if (unsigned(at) != 0xFF) {
        return damaged("no marker at byte " + at);
      }
      int marker = unsigned(at + 1);
      if (marker == 0xFF) { // a fill byte
        at++;
        continue;
      }
      at += 2;
      if (marker == END) {
        return scans > 0 && width >= 0 ? FileScan.sound(width, height) : damaged("no image data");
      }
      if (isRestart(marker) || marker == 0x01) { // markers without content
        continue;
      }
      int length = at + 1 < file.length ? unsigned16(at) : Integer.MAX_VALUE;
      if (length < 2 || length > file.length - at) {
        return damaged("cut short");
      }
      if (isFrame(marker)) {
        if (length < 8 || width >= 0) {
          return damaged("two image headers, or one without a size");
        }
        height = unsigned16(at + 3);
        width = unsigned16(at + 5);
      }
      at += length;
      if (marker == SCAN) {
        if (++scans > MAX_SCANS) {
          return damaged("more than " + MAX_SCANS + " scans");
        }
        at = skipEntropyCoded(at);
      }
    }
    return damaged("cut short");
  }

  /** The first byte of the next marker that ends the scan, or the end of the file. */
  private int skipEntropyCoded(int from) {
    int at = from;
    while (at + 1 < file.length) {
      int next = unsigned(at + 1);
      if (unsigned(at) == 0xFF && next != 0 && next != 0xFF && !isRestart(next)) {
        return at;
      }
      at++;
    }
    return file.length;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  private static boolean isFrame(int marker) {
    // C4, C8 and CC are tables and an extension, not frames.
    return marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
  }

  private int unsigned(int at) {
    return file[at] & 0xff;
  }

  private int unsigned16(int at) {
    return unsigned(at) << 8 | unsigned(at + 1);
  }

  private FileScan damaged(String what) {
    return new FileScan(width, height, what);
  }
}
