package org.inkstream.trainer.fit;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.api.Model;
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
      return new Snapshot(NetworkFile.of(network), digest(weights));
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

  private static String digest(INDArray weights) {
    float[] values = weights.dup().data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return Sha256.of(bytes.array());
  }
}
