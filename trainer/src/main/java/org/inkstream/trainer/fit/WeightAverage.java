package org.inkstream.trainer.fit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An exponential mean of the weights over the steps, which generalises better than the weights of
 * any one step (Polyak and Juditsky 1992). It looks at every fourth step, because a step changes
 * little and reading all weights costs time. Owned by one thread; holds native memory until closed.
 */
final class WeightAverage implements AutoCloseable {

  private static final int EVERY = 4;

  /** The first weights are random: they are forgotten faster. */
  private static final double YOUNG = 40;

  private final double decay;
  private final INDArray mean;

  /**
   * @param decay weight of the past for each step, 0 to below 1
   * @param weights where to start; copied
   */
  WeightAverage(double decay, INDArray weights) {
    this.decay = decay;
    this.mean = weights.dup();
  }

  /** Looks at the weights after a step, from 0. */
  void add(int step, INDArray weights) {
    if (decay == 0 || step % EVERY == 0) {
      double past = Math.min(Math.pow(decay, EVERY), (1.0 + step) / (YOUNG + step));
      mean.muli(past);
      Nd4j.getBlasWrapper().level1().axpy(mean.length(), 1 - past, weights, mean);
    }
  }

  /** The mean; not a copy. */
  INDArray mean() {
    return mean;
  }

  @Override
  public void close() {
    mean.close();
  }
}
