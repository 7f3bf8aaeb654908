package org.inkstream.model.scorer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;

/** One thing that a network does, to the result of the part before it. */
sealed interface Part {

  /**
   * A layer.
   *
   * @param before what is done to its input first; null if nothing
   */
  record OfLayer(Layer layer, InputPreProcessor before) implements Part {}

  /**
   * The result of an earlier part is added, number by number.
   *
   * @param other which part, from 0
   */
  record Addition(int other) implements Part {}
}
