package org.inkstream.trainer.bundling;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitRule;

/** Tells the images that a bundle's network has learnt from, as far as its manifest can. */
public final class HeldOut {

  private HeldOut() {}

  /**
   * The images that the network was neither trained nor tuned on, in their order. If the data set
   * is not the one it was trained from, that is all of them: nothing else is known.
   *
   * @param images a part of the data set
   * @param published its training part
   * @param test its test part
   */
  public static ImageSet of(Manifest manifest, ImageSet images, ImageSet published, ImageSet test) {
    Split split;
    try {
      split =
          TrainingPlan.split(
              SplitRule.valueOf(setting(manifest, "split").toUpperCase(Locale.ROOT)),
              manifest.seed(),
              Integer.parseInt(setting(manifest, "trainImages")),
              published,
              test);
    } catch (IllegalArgumentException e) {
      return images;
    }
    if (!split.train().digest().equals(manifest.dataDigest())) {
      return images;
    }
    Set<ByteBuffer> learnt = new HashSet<>();
    for (ImageSet part : new ImageSet[] {split.train(), split.validation()}) {
      for (int i = 0; i < part.count(); i++) {
        learnt.add(pixels(part, i));
      }
    }
    return images.select(
        IntStream.range(0, images.count())
            .filter(i -> !learnt.contains(pixels(images, i)))
            .toArray());
  }

  private static String setting(Manifest manifest, String name) {
    return manifest.hyperparameters().getOrDefault(name, "");
  }

  /** A view, because copies of all images would need much memory. */
  private static ByteBuffer pixels(ImageSet set, int i) {
    int size = set.width() * set.height();
    return ByteBuffer.wrap(set.pixels(), i * size, size);
  }
}
