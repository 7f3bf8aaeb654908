package org.inkstream.trainer.fit;

/** A training whose loss is no longer a number. The message is one line for people. */
public final class DivergedException extends RuntimeException {

  DivergedException(int epoch, double learningRate) {
    super(
        "the training diverged in epoch %d; try a lower learning rate than %s"
            .formatted(epoch, learningRate));
  }
}
