package org.inkstream.trainer.fit;

import java.util.List;

/**
 * A trained network.
 *
 * @param network the file as Deeplearning4j's ModelSerializer writes it
 * @param weightsDigest SHA-256 of the weights as big-endian floats, in hexadecimal
 * @param epoch the epoch it is from, from 1
 * @param epochs all epochs that were trained
 */
public record Fitted(byte[] network, String weightsDigest, int epoch, List<EpochReport> epochs) {

  /** Copies. */
  public Fitted {
    network = network.clone();
    epochs = List.copyOf(epochs);
  }

  @Override
  public byte[] network() {
    return network.clone();
  }
}
