package org.inkstream.streams.produce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.Problems;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.corruption.Fgsm;
import org.inkstream.model.idx.ImageSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what happens to the images, for use as a picocli mixin. */
final class CorruptionOptions implements Checked {

  private static final int MOST_NAMED = 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--corrupt-fraction",
      paramLabel = "F",
      description =
          "Share of the images to which it happens, by chance: 0 to 1. A class is dropped from these"
              + " images only. Default: 1.")
  private Double fraction;

  @Option(
      names = "--corrupt-after",
      paramLabel = "N",
      description = "Send so many images as they are before it begins. Default: 0.")
  private Long after;

  @Option(
      names = "--against",
      paramLabel = "BUNDLE",
      description = "The bundle file whose network fgsm attacks.")
  private Path against;

  @Option(
      names = "--corrupt",
      paramLabel = "KIND[:AMOUNT]",
      description = {
        "What happens to the images; more than one happen in the order given. An amount in brackets"
            + " may be left out and is then the one in parentheses; after +- it is to either side"
            + " by chance. KIND[:AMOUNT]@SHARE happens to a share of the images, by chance.",
        " Moved:",
        "  rotate[:[+-]DEGREES]  clockwise (+-22.9)",
        "  translate[:[+-]RIGHT[,[+-]DOWN]]  pixels (+-3,+-3)",
        "  scale[:FACTOR]  above 1 for larger (0.7)",
        "  shear[:[+-]SLANT]  pixels a row (+-0.4)",
        "  image:small|medium|large  turned, moved and zoomed, by chance",
        " Noise:",
        "  noise:SIGMA  1 is full ink",
        "  gaussian:small|medium|large  1, 10, 100 of 255",
        "  shot-noise[:PHOTONS]  at full ink (3)",
        "  impulse-noise[:FRACTION]  of the pixels (0.17)",
        " Blurred:",
        "  blur:SIGMA  pixels",
        "  glass-blur[:REACH]  pixels (1)",
        "  motion-blur[:LENGTH]  pixels (6)",
        " Light:",
        "  brightness[:ADDED]  1 is full ink (0.5)",
        "  invert[:FRACTION]  of the images (1)",
        "  fog[:DENSITY]  (1.5)",
        "  stripe[:SHARE]  of the width, inverted (0.5)",
        " Drawn over:",
        "  spatter[:SHARE]  of the image (0.15)",
        "  dotted-line[:LINES]  (1)",
        "  zigzag[:LINES]  (1)",
        "  canny-edges[:SIGMA]  outlines instead; pixels (1)",
        " Missing:",
        "  drop-class:LABEL[:FRACTION]  of its images (1)",
        "  only-class:LABEL",
        " Adversarial, with --against:",
        "  fgsm:EPSILON  of 255 grey levels"
      })
  private List<String> texts = new ArrayList<>();

  @Override
  public void check(Problems problems) {
    for (String text : texts) {
      try {
        // Network and labels are not known yet; the text can be checked without them.
        if (Fgsm.isNamedIn(text)) {
          Fgsm.parse(text, (pixels, width, height, label) -> new float[pixels.length]);
        } else {
          Corruption.check(text);
        }
      } catch (IllegalArgumentException e) {
        problems.add("--corrupt: " + e.getMessage());
      }
    }
    problems.add(!texts.isEmpty() || fraction == null, "--corrupt-fraction needs --corrupt");
    problems.add(!texts.isEmpty() || after == null, "--corrupt-after needs --corrupt");
    boolean adversarial = texts.stream().anyMatch(Fgsm::isNamedIn);
    problems.add(
        !adversarial || against != null,
        "--corrupt fgsm needs --against, the bundle whose network is attacked");
    problems.add(adversarial || against == null, "--against needs --corrupt " + Fgsm.FORM);
    problems.check(
        fraction == null || (fraction >= 0 && fraction <= 1), "--corrupt-fraction", "0 to 1");
    problems.check(after == null || after >= 0, "--corrupt-after", "0 or more");
  }

  /** The network that is attacked, if one is, for these images. */
  Optional<BundleSlope> slope(ImageSet images) {
    return Optional.ofNullable(against).map(file -> BundleSlope.open(file, images));
  }

  /**
   * What happens to these images, with the network that is attacked.
   *
   * @param labels of their classes, by their numbers
   * @throws ParameterException if they have not the class that is spoken of
   */
  CorruptionPlan plan(Optional<BundleSlope> slope, ImageSet images, List<String> labels) {
    List<Corruption> all = new ArrayList<>();
    for (String text : texts) {
      try {
        Corruption corruption =
            Fgsm.isNamedIn(text)
                ? Fgsm.parse(text, slope.orElse(null))
                : Corruption.parse(text, labels);
        OptionalInt label = corruption.speaksOf();
        if (label.isPresent() && label.getAsInt() >= images.classes()) {
          throw noClass("corruption '%s': ".formatted(text), images, labels);
        }
        all.add(corruption);
      } catch (IllegalArgumentException e) {
        // It was looked at before the labels were known: they are in what is wrong now.
        throw noClass(e.getMessage() + "; ", images, labels);
      }
    }
    return new CorruptionPlan(all, fraction == null ? 1 : fraction, after == null ? 0 : after);
  }

  private ParameterException noClass(String problem, ImageSet images, List<String> labels) {
    boolean numbers = IntStream.range(0, labels.size()).allMatch(i -> labels.get(i).equals("" + i));
    String names =
        numbers
            ? ""
            : " (%s%s)"
                .formatted(
                    labels.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
                    labels.size() > MOST_NAMED ? ", ..." : "");
    return new ParameterException(
        command.commandLine(),
        "--corrupt: %sthe images have the classes 0 to %d%s"
            .formatted(problem, images.classes() - 1, names));
  }
}
