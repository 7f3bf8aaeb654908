package org.inkstream.model.corruption;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every kind of corruption. A new one is a new record and a new line here.
 *
 * <p>Where a kind of MNIST-C (Mu and Gilmer 2019, arXiv 1906.02337) stands alone, its amount is the
 * one with which that set was made, as far as the published levels give it: 3 photons, 17 % of the
 * pixels, glass of reach 1, slant 0.4, factor 0.7, 0.4 radians, half of full ink, 3 pixels, both
 * outer quarters, density 1.5. A motion blur of 6 pixels spreads as its one-sided Gaussian of 3
 * does; 15 % of spatter is about what its thresholds leave.
 */
final class Kinds {

  static final List<Kind> ALL =
      List.of(
          Kind.signed("rotate", "DEGREES", 360, Rotation::new)
              .or(new Rotation(Signed.eitherWay(22.9))),
          Kind.of(
                  "translate",
                  "[+-]RIGHT[,[+-]DOWN]",
                  "RIGHT and DOWN must be numbers from -2048 to 2048, or ones after +- for either"
                      + " way",
                  Kinds::translation)
              .or(new Translation(Signed.eitherWay(3), Signed.eitherWay(3))),
          Kind.number("scale", "FACTOR", 0.05, 20, Scaling::new).or(new Scaling(0.7)),
          Kind.signed("shear", "SLANT", 10, Shear::new).or(new Shear(Signed.eitherWay(0.4))),
          Kind.intensity("image", ImageShift::new),
          Kind.number("noise", "SIGMA", 0, 1, Noise::new),
          Kind.intensity("gaussian", GaussianShift::new),
          Kind.number("shot-noise", "PHOTONS", 0.1, 500, ShotNoise::new).or(new ShotNoise(3)),
          Kind.number("impulse-noise", "FRACTION", 0, 1, ImpulseNoise::new)
              .or(new ImpulseNoise(0.17)),
          Kind.number("blur", "SIGMA", 0, 50, Blur::new),
          Kind.whole("glass-blur", "REACH", 1, 50, GlassBlur::new).or(new GlassBlur(1)),
          Kind.number("motion-blur", "LENGTH", 1, 100, MotionBlur::new).or(new MotionBlur(6)),
          Kind.number("brightness", "ADDED", -1, 1, Brightness::new).or(new Brightness(0.5)),
          Kind.number("invert", "FRACTION", 0, 1, Inversion::new).or(new Inversion(1)),
          Kind.number("fog", "DENSITY", 0, 10, Fog::new).or(new Fog(1.5)),
          Kind.number("stripe", "SHARE", 0, 1, Stripe::new).or(new Stripe(0.5)),
          Kind.number("spatter", "SHARE", 0, 1, Spatter::new).or(new Spatter(0.15)),
          Kind.whole("dotted-line", "LINES", 1, 20, DottedLine::new).or(new DottedLine(1)),
          Kind.whole("zigzag", "LINES", 1, 20, Zigzag::new).or(new Zigzag(1)),
          Kind.number("canny-edges", "SIGMA", 0, 20, CannyEdges::new).or(new CannyEdges(1)),
          Kind.of(
              "drop-class",
              "LABEL[:FRACTION]",
              "LABEL must be a class's label or its number, FRACTION a number from 0 to 1",
              Kinds::dropClass),
          Kind.of(
              "only-class",
              "LABEL",
              "LABEL must be a class's label or its number",
              text -> new OnlyClass(Amounts.whole(text, 0, Integer.MAX_VALUE))));

  private Kinds() {}

  static Corruption parse(String text) {
    String stripped = text.strip();
    for (Kind kind : ALL) {
      if (kind.isNamedIn(stripped)) {
        return kind.parse(stripped);
      }
    }
    throw new IllegalArgumentException(
        "corruption '%s': no such kind; allowed: %s"
            .formatted(
                text,
                Stream.concat(ALL.stream().map(Kind::name), Stream.of(Fgsm.NAME))
                    .collect(Collectors.joining(", "))));
  }

  static boolean isOne(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Corruption translation(String amount) {
    String[] steps = amount.split(",", -1);
    if (steps.length > 2) {
      throw new IllegalArgumentException(amount);
    }
    Signed down = steps.length == 1 ? Signed.fixed(0) : Signed.parse(steps[1], 2048);
    return new Translation(Signed.parse(steps[0], 2048), down);
  }

  private static Corruption dropClass(String amount) {
    String[] parts = amount.split(":", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException(amount);
    }
    return new DropClass(
        Amounts.whole(parts[0], 0, Integer.MAX_VALUE),
        parts.length == 1 ? 1 : Amounts.number(parts[1], 0, 1));
  }
}
