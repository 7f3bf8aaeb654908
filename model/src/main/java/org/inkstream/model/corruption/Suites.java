package org.inkstream.model.corruption;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets of corruptions that others measure with. */
final class Suites {

  /** In the order of its paper. */
  private static final List<String> MNIST_C =
      List.of(
          "shot-noise",
          "impulse-noise",
          "glass-blur",
          "motion-blur",
          "shear",
          "scale",
          "rotate",
          "brightness",
          "translate",
          "stripe",
          "fog",
          "spatter",
          "dotted-line",
          "zigzag",
          "canny-edges");

  /** Of the images, where it is only the background of a knock-out. */
  private static final double FIXED_SHARE = 0.5;

  private Suites() {}

  static Map<String, Corruption> mnistC() {
    Map<String, Corruption> kinds = new LinkedHashMap<>();
    MNIST_C.forEach(name -> kinds.put(name, Corruption.parse(name)));
    return Collections.unmodifiableMap(kinds);
  }

  static Map<String, List<Corruption>> failingLoudly(double share) {
    Corruption mediumImage = new ImageShift(Intensity.MEDIUM);
    Corruption knockOut = new DropClass(0, 1).sometimes(share);
    Map<String, List<Corruption>> shifts = new LinkedHashMap<>();
    for (Intensity intensity : Intensity.values()) {
      shifts.put("gaussian-" + intensity, List.of(new GaussianShift(intensity).sometimes(share)));
    }
    for (Intensity intensity : Intensity.values()) {
      shifts.put("image-" + intensity, List.of(new ImageShift(intensity).sometimes(share)));
    }
    shifts.put("knock-out", List.of(knockOut));
    shifts.put("image-medium+knock-out", List.of(mediumImage.sometimes(FIXED_SHARE), knockOut));
    shifts.put("only-zero+image-medium", List.of(new OnlyClass(0), mediumImage.sometimes(share)));
    return Collections.unmodifiableMap(shifts);
  }
}
