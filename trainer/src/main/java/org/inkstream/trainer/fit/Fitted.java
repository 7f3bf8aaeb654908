package org.inkstream.trainer.fit;

import java.util.List;
import org.inkstream.model.bundle.Sha256;

/**
 * A trained model.
 *
 * @param network the file as Deeplearning4j's ModelSerializer or a plain file's writer writes it
 * @param weightsDigest SHA-256 of the weights as big-endian floats, or of the plain file, in
 *     hexadecimal
 * @param epoch the epoch it is from, from 1; 0 if there were none
 * @param epochs all epochs that were trained
 */
public record Fitted(byte[] network, String weightsDigest, int epoch, List<EpochReport> epochs) {

  /** Copies. */
  public Fitted {
    network = network.clone();
    epochs = List.copyOf(epochs);
  }

  /** A plain model, which was not trained in epochs. */
  public static Fitted ofPlain(byte[] file) {
    return new Fitted(file, Sha256.of(file), 0, List.of());
  }

  @Override
  public byte[] network() {
    return network.clone();
  }
}
