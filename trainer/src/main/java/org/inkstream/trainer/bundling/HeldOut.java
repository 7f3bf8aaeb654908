package org.inkstream.trainer.bundling;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Fold;
import org.inkstream.model.split.Parting;
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
   * @param data all of it
   * @param groups group of each image of it, as they were given to the training; empty if none were
   */
  public static ImageSet of(Manifest manifest, ImageSet images, DataSet data, int[] groups) {
    Optional<Split> known = split(manifest, data, groups);
    if (known.isEmpty()) {
      return images;
    }
    Split split = known.get();
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

  /**
   * The images that the network was tested on, if the data set is the one it was trained from.
   *
   * @param groups as in {@link #of}
   */
  public static Optional<ImageSet> test(Manifest manifest, DataSet data, int[] groups) {
    return split(manifest, data, groups).map(Split::test);
  }

  /**
   * Whether the training mixed the published parts of its data set before it parted it anew, so
   * that it has learnt from published test images as well.
   */
  public static boolean mixesParts(Manifest manifest) {
    String rule = setting(manifest, "split");
    return !rule.isEmpty() && !rule.equals(SplitRule.OFFICIAL.toString());
  }

  /**
   * Whether the data set is the one of the training, and yet nobody can tell what was learnt from,
   * because groups were kept together and these are not they. The golden rows tell: they are images
   * of that set.
   *
   * @param groups as in {@link #of}
   */
  public static boolean lacksGroups(Bundle bundle, DataSet data, int[] groups) {
    Manifest manifest = bundle.manifest();
    // A network from elsewhere has learnt from none of the images that were parted here.
    if (setting(manifest, "groups").isEmpty()
        || !setting(manifest, "importedFrom").isEmpty()
        || split(manifest, data, groups).isPresent()) {
      return false;
    }
    Set<ByteBuffer> missing = new HashSet<>();
    for (GoldenRow row : bundle.golden()) {
      missing.add(ByteBuffer.wrap(row.pixels()));
    }
    for (int i = 0; i < data.train().count(); i++) {
      missing.remove(pixels(data.train(), i));
    }
    data.test()
        .ifPresent(
            test -> IntStream.range(0, test.count()).forEach(i -> missing.remove(pixels(test, i))));
    return missing.isEmpty();
  }

  /** The split of the training, if the data set and groups are those of the training. */
  private static Optional<Split> split(Manifest manifest, DataSet data, int[] groups) {
    try {
      Parting parting =
          Parting.by(SplitRule.valueOf(setting(manifest, "split").toUpperCase(Locale.ROOT)));
      String fold = setting(manifest, "fold");
      if (!fold.isEmpty()) {
        parting = parting.withFold(Fold.parse(fold));
      }
      if (!setting(manifest, "groups").isEmpty()) {
        parting = parting.withGroups(groups);
      }
      return Optional.of(
              TrainingPlan.split(
                  parting,
                  manifest.seed(),
                  Integer.parseInt(setting(manifest, "trainImages")),
                  data))
          .filter(split -> split.train().digest().equals(manifest.dataDigest()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
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
