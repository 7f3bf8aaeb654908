package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.model.corruption.Grey.noise;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every corruption and every size of an image. */
class CorruptionLawsTest {

  /** Each kind, at both ends of its range where there are such. */
  private static final List<String> TEXTS =
      List.of(
          "rotate",
          "rotate:360",
          "translate",
          "translate:-2048,2048",
          "scale",
          "scale:0.05",
          "scale:20",
          "shear",
          "shear:10",
          "image:small",
          "image:large",
          "noise:1",
          "gaussian:large",
          "shot-noise",
          "shot-noise:0.1",
          "shot-noise:500",
          "impulse-noise",
          "impulse-noise:1",
          "blur:50",
          "glass-blur",
          "glass-blur:50",
          "motion-blur",
          "motion-blur:100",
          "brightness",
          "brightness:-1",
          "invert",
          "fog",
          "fog:10",
          "stripe",
          "stripe:1",
          "spatter",
          "spatter:1",
          "dotted-line",
          "dotted-line:20",
          "zigzag",
          "zigzag:20",
          "canny-edges",
          "canny-edges:0",
          "canny-edges:20",
          "drop-class:1",
          "drop-class:0:0.5",
          "only-class:0",
          "only-class:1",
          "fog@0.5");

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.of(TEXTS);
  }

  static Stream<String> kindsOfMnistC() {
    return Corruption.mnistC().keySet().stream();
  }

  @Property(tries = 1500)
  void shouldGiveAnImageOfTheSameSizeThatTheGeneratorAloneDecides(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 45) int width,
      @ForAll @IntRange(min = 1, max = 45) int height,
      @ForAll long seed) {
    byte[] image = noise(width * height, seed);
    byte[] before = image.clone();
    Corruption corruption = Corruption.parse(text);

    Optional<byte[]> first = corruption.apply(image, width, height, 0, new SplittableRandom(seed));
    Optional<byte[]> second = corruption.apply(image, width, height, 0, new SplittableRandom(seed));

    assertThat(image).isEqualTo(before);
    assertThat(second.isPresent()).isEqualTo(first.isPresent());
    first.ifPresent(
        found -> {
          assertThat(found).hasSize(width * height);
          assertThat(second.orElseThrow()).isEqualTo(found);
        });
  }

  @Property(tries = 300)
  void shouldChangeNothingWithoutAnAmount(
      @ForAll("nothings") String text,
      @ForAll @IntRange(min = 1, max = 45) int width,
      @ForAll @IntRange(min = 1, max = 45) int height,
      @ForAll long seed) {
    byte[] image = noise(width * height, seed);

    assertThat(
            Corruption.parse(text)
                .apply(image, width, height, 0, new SplittableRandom(seed))
                .orElseThrow())
        .isEqualTo(image);
  }

  @Provide
  static Arbitrary<String> nothings() {
    return Arbitraries.of(
        "rotate:0",
        "translate:0",
        "scale:1",
        "shear:+-0",
        "noise:0",
        "impulse-noise:0",
        "blur:0",
        "motion-blur:1",
        "brightness:0",
        "invert:0",
        "fog:0",
        "stripe:0",
        "spatter:0",
        "drop-class:1",
        "drop-class:0:0",
        "only-class:0");
  }

  @ParameterizedTest
  @MethodSource("kindsOfMnistC")
  void shouldTakeTheLargestImages(String kind) {
    byte[] large = new byte[2048 * 2048];
    large[1024 * 2048 + 1024] = (byte) 255;

    assertThat(apply(kind, large, 2048, 2048)).hasSize(large.length);
    assertThat(apply(kind, new byte[2048], 2048, 1)).hasSize(2048);
    assertThat(apply(kind, new byte[2048], 1, 2048)).hasSize(2048);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dotted-line", "zigzag", "spatter", "fog"})
  void shouldDrawAsLargeAsTheImageIs(String kind) {
    // A quarter of the pixels or so are touched, or a few percent, at any size alike.
    double small = changed(kind, 28);
    double large = changed(kind, 280);

    assertThat(large / small).isBetween(0.5, 1.5);
  }

  private static double changed(String kind, int side) {
    int changed = 0;
    for (int seed = 0; seed < 30; seed++) {
      for (byte pixel : Grey.corrupted(kind, new byte[side * side], side, side, seed)) {
        changed += (pixel & 0xff) > 100 || pixel == 63 ? 1 : 0;
      }
    }
    return (double) changed / (side * side);
  }

  private static byte[] apply(String kind, byte[] image, int width, int height) {
    return Grey.corrupted(kind, image, width, height, 1);
  }
}
