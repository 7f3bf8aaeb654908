package org.inkstream.model.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files of one format with the JDK's reader. Stateless after construction: safe for
 * use by many threads.
 */
final class FileDecoder {

  private final ImageReaderSpi provider;

  /**
   * A decoder.
   *
   * @param format the name under which the JDK knows it, such as "png"
   * @throws IllegalStateException if this Java runtime has no reader for it
   */
  FileDecoder(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new IllegalStateException("this Java runtime has no reader for " + format);
    }
    this.provider = readers.next().getOriginatingProvider();
  }

  /**
   * What the reader says of the first image's size, for formats that have no scan of their own. May
   * be asked before {@link #decode}, which reserves memory for as many pixels.
   */
  FileScan size(byte[] file) {
    ImageReader reader = null;
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader = provider.createReaderInstance();
      reader.setInput(in, true, true);
      return FileScan.sound(reader.getWidth(0), reader.getHeight(0));
    } catch (IOException | RuntimeException e) {
      return new FileScan(-1, -1, "no image header");
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  /** The image, or null if the reader fails on it or only warns that something is amiss. */
  GrayImage decode(byte[] file) {
    ImageReader reader = null;
    // Held in memory whatever ImageIO.setUseCache says: no temporary file for each image.
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader = provider.createReaderInstance();
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      // Without metadata, which may hold compressed texts and colour profiles of any size.
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      return warnings.isEmpty() ? Luma.of(image) : null;
    } catch (IOException | RuntimeException e) {
      // The readers answer damaged files with any of a dozen unchecked exceptions as well.
      return null;
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }
}
