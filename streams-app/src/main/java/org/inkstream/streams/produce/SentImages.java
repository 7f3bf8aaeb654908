package org.inkstream.streams.produce;

import java.util.List;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;

/**
 * Images that can be sent.
 *
 * @param images their labels are numbers of classes
 * @param labels names of the classes, by their numbers
 */
record SentImages(ImageSet images, List<String> labels) {

  SentImages {
    labels = List.copyOf(labels);
  }

  static SentImages of(LabelledImages found) {
    return new SentImages(found.images(), found.labels());
  }
}
