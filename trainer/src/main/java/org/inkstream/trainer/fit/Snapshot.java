package org.inkstream.trainer.fit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.Recurrent;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.Family;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network of one epoch as it would be saved.
 *
 * @param file as Deeplearning4j's ModelSerializer writes it; of a recurrent network a plain file,
 *     because its layers are served by our own arithmetic
 * @param digest SHA-256 of the weights as big-endian floats
 */
record Snapshot(byte[] file, String digest) {

  /** Of the weights as they are now; nothing is kept of the array. */
  static Snapshot of(Architecture architecture, INDArray weights) {
    Model network = architecture.forServing(weights.reshape(1, weights.length()));
    try {
      if (architecture.family() == Family.LSTM) {
        return new Snapshot(PlainFile.write(recurrent(architecture, network)), digest(weights));
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ModelSerializer.writeModel(network, file, false);
      return new Snapshot(withoutTimes(file.toByteArray()), digest(weights));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      network.close();
    }
  }

  /** Deeplearning4j has the gates in our order: candidate, forget, output, input. */
  private static Recurrent recurrent(Architecture architecture, Model network) {
    return Recurrent.of(
        architecture.height(),
        architecture.width(),
        architecture.hidden().get(0),
        architecture.classes(),
        rows(network, "0_W", "0_RW", "0_b"),
        rows(network, "1_W", "1_b"));
  }

  private static float[] rows(Model network, String... names) {
    int length = 0;
    for (String name : names) {
      length += (int) network.getParam(name).length();
    }
    FloatBuffer all = FloatBuffer.allocate(length);
    for (String name : names) {
      all.put(network.getParam(name).dup('c').data().asFloat());
    }
    return all.array();
  }

  /** The same zip without the time of day, so that the same weights always give the same bytes. */
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

  private static String digest(INDArray weights) {
    float[] values = weights.dup().data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return Sha256.of(bytes.array());
  }
}
