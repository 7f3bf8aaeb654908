package org.inkstream.model.image;

import java.util.Optional;

/** Formats of picture files, told apart by how the files begin. */
enum PictureFormat {
  PNG("png", ImageEncoder.INK, 0x89, 'P', 'N', 'G') {
    @Override
    FileScan scan(byte[] file) {
      return PngScan.scan(file);
    }
  },
  JPEG("jpeg", ImageEncoder.INK_IN_JPEG, 0xFF, 0xD8) {
    @Override
    FileScan scan(byte[] file) {
      return JpegScan.scan(file);
    }
  },
  GIF("gif", ImageEncoder.INK, 'G', 'I', 'F', '8'),
  BMP("bmp", ImageEncoder.INK, 'B', 'M');

  private final FileDecoder decoder;
  private final int ink;
  private final int[] signature;

  PictureFormat(String format, int ink, int... signature) {
    this.decoder = new FileDecoder(format);
    this.ink = ink;
    this.signature = signature;
  }

  /** The format of a file, if it is one of these. */
  static Optional<PictureFormat> of(byte[] file) {
    for (PictureFormat format : values()) {
      if (format.matches(file)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean matches(byte[] file) {
    if (file.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((file[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /** What the structure of a file says, before any pixel is decoded. */
  FileScan scan(byte[] file) {
    return decoder.size(file);
  }

  /** The picture, or null if it cannot be decoded. */
  GrayImage decode(byte[] file) {
    return decoder.decode(file);
  }

  /** Lowest value of a pixel that counts as ink when a picture is cropped. */
  int ink() {
    return ink;
  }
}
