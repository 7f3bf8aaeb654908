package org.inkstream.trainer.network;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** Makes convolution layers of their settings: Deeplearning4j's own, or some that learn faster. */
@FunctionalInterface
public interface ConvolutionMaker {

  /** Deeplearning4j's own. */
  ConvolutionMaker OWN = (settings, first) -> settings.build();

  /**
   * Makes a layer.
   *
   * @param first whether it is the network's first, whose input needs no gradient
   */
  ConvolutionLayer make(ConvolutionLayer.Builder settings, boolean first);
}
