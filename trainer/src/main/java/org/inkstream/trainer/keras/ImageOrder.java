package org.inkstream.trainer.keras;

import java.util.List;
import org.inkstream.trainer.imported.UnimportableException;

/** Where the channels of images are, between the layers of one network. */
enum ImageOrder {
  CHANNELS_FIRST,
  CHANNELS_LAST,
  /** No layer says, and it does not matter for images of one channel. */
  UNSAID;

  /** The order that the layers of a network agree on. */
  static ImageOrder of(List<LayerText> layers) throws UnimportableException {
    ImageOrder order = UNSAID;
    for (LayerText layer : layers) {
      // What Flatten says is not where the channels are, but whether it moves them.
      if (layer.isFlatten() || layer.channelsFirst().isEmpty()) {
        continue;
      }
      ImageOrder said = layer.channelsFirst().get() ? CHANNELS_FIRST : CHANNELS_LAST;
      if (order != UNSAID && order != said) {
        throw layer.refused("its channels are elsewhere than those of the layers before it");
      }
      order = said;
    }
    return order;
  }

  /** Whether a shape of three sides is that of an image of one channel. */
  boolean isGrey(int[] shape) {
    return shape[isFirst(shape) ? 0 : 2] == 1;
  }

  /** Rows and columns of such a shape. */
  int[] sides(int[] shape) {
    return isFirst(shape) ? new int[] {shape[1], shape[2]} : new int[] {shape[0], shape[1]};
  }

  private boolean isFirst(int[] shape) {
    return this == CHANNELS_FIRST || (this == UNSAID && shape[2] != 1);
  }

  /**
   * Whether a flattened image has the channels of each pixel side by side. Later versions of Keras
   * 2, and 3, have a Flatten that moves channels to the end if it is told that they come first; one
   * that is told nothing of the kind takes the numbers as they lie.
   */
  boolean isMovedLast(LayerText flatten) throws UnimportableException {
    boolean moves = flatten.channelsFirst().orElse(false);
    if (moves && this != CHANNELS_FIRST) {
      throw flatten.refused("data_format channels_first cannot be imported where none comes first");
    }
    return moves || this != CHANNELS_FIRST;
  }
}
