package org.inkstream.trainer.fit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** Networks as Deeplearning4j's ModelSerializer writes them. Pure functions. */
public final class NetworkFile {

  private NetworkFile() {}

  /**
   * The file of a network, without the state of an updater and without the time of day, so that the
   * same weights always give the same bytes.
   */
  public static byte[] of(Model network) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, written, false);
      return withoutTimes(written.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static byte[] withoutTimes(byte[] file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(file.length);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        ZipEntry timeless = new ZipEntry(entry.getName());
        timeless.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(timeless);
        in.transferTo(out);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
