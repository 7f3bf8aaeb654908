package org.inkstream.model.scorer;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of Deeplearning4j, whichever of its two classes runs it. */
sealed interface RestoredNetwork extends AutoCloseable permits RestoredChain, RestoredGraph {

  /** What it does, first to last: at least one part, and the first and the last are layers. */
  List<Part> parts();

  /** Number of trained weights. */
  long weights();

  /** The probabilities of a batch, which the caller closes. */
  INDArray output(INDArray batch);

  /** The batch itself and then the result of each part, which the caller closes. */
  List<INDArray> results(INDArray batch);

  @Override
  void close();

  /** The settings of the last layer. */
  default org.deeplearning4j.nn.conf.layers.Layer last() {
    List<Part> parts = parts();
    return ((Part.OfLayer) parts.get(parts.size() - 1)).layer().conf().getLayer();
  }

  /** True if it answers with probabilities. */
  default boolean endsInProbabilities() {
    return last() instanceof BaseOutputLayer output
        && output.getActivationFn() instanceof ActivationSoftmax;
  }

  /** True if it takes images, in whatever form; false if it takes numbers in no order. */
  default boolean takesImages() {
    return ((Part.OfLayer) parts().get(0)).before() != null;
  }

  /** What it takes, for people: sides of an image, or how many numbers. */
  default String input() {
    Part.OfLayer first = (Part.OfLayer) parts().get(0);
    if (first.before() instanceof FeedForwardToCnnPreProcessor image) {
      String sides = image.getInputWidth() + " x " + image.getInputHeight();
      return image.getNumChannels() == 1 ? sides : sides + " x " + image.getNumChannels();
    }
    if (first.before() == null
        && first.layer().conf().getLayer() instanceof FeedForwardLayer layer
        && !(layer instanceof ConvolutionLayer)) {
      return "" + layer.getNIn();
    }
    return "an input of another kind than";
  }
}
