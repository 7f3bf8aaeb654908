package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {

  private static final int SIDE = 21;
  private static final int LABEL = 7;

  @Test
  void shouldRotateClockwise() {
    assertThat(apply("rotate:90", 3, 2, 2, 1, 2, 3, 4)).containsExactly(3, 1, 4, 2);
  }

  @Test
  void shouldTranslateByWholePixelsExactly() {
    assertThat(apply("translate:1", 0, 2, 2, 1, 2, 3, 4)).containsExactly(0, 1, 0, 3);
    assertThat(apply("translate:-1,1", 0, 2, 2, 1, 2, 3, 4)).containsExactly(0, 0, 2, 0);
  }

  @Test
  void shouldScaleAboutTheMiddle() {
    assertThat(apply("scale:0.5", 0, 5, 1, 10, 9, 20, 9, 40)).containsExactly(0, 10, 20, 40, 0);
  }

  @Test
  void shouldInvert() {
    assertThat(apply("invert", 0, 3, 1, 0, 255, 100)).containsExactly(-1, 0, (byte) 155);
  }

  @Test
  void shouldInvertAboutTheFractionOfTheImages() {
    SplittableRandom random = new SplittableRandom(1);
    int inverted = 0;
    for (int i = 0; i < 10_000; i++) {
      Optional<byte[]> image =
          Corruption.parse("invert:0.25").apply(new byte[1], 1, 1, LABEL, random);
      inverted += image.orElseThrow()[0] == 0 ? 0 : 1;
    }

    // Four standard deviations of a binomial count: 4 sqrt(10000 x 0.25 x 0.75) = 173.
    assertThat(inverted).isBetween(2327, 2673);
  }

  @Test
  void shouldBlurAPointIntoAGaussianOfTheSameMass() {
    int[] point = new int[SIDE * SIDE];
    point[10 * SIDE + 10] = 255;
    point[10 * SIDE + 11] = 255;
    point[11 * SIDE + 10] = 255;
    point[11 * SIDE + 11] = 255;

    byte[] blurred = apply("blur:1", 0, SIDE, SIDE, point);

    // exp(-k^2/2) for k = -3 to 3, divided by their sum 2.5059: 0.3991, 0.2420, 0.0540, 0.0044.
    // The pixel at the point's corner gets (0.3991 + 0.2420)^2 of 255.
    assertThat(blurred[10 * SIDE + 10]).isEqualTo((byte) 105);
    // Two to the left: (0.0540 + 0.0044) (0.3991 + 0.2420) x 255 = 9.55.
    assertThat(blurred[10 * SIDE + 8]).isEqualTo((byte) 10);
    assertThat(blurred[10 * SIDE + 6]).isZero();
    // Rounding adds up to half for each of the 64 pixels around, far less in the mean.
    assertThat(sum(blurred)).isCloseTo(4 * 255, within(12L));
  }

  @Test
  void shouldKeepAnEvenAreaUnderABlur() {
    int[] even = new int[SIDE * SIDE];
    Arrays.fill(even, 200);

    assertThat(apply("blur:4.5", 0, SIDE, SIDE, even)).containsOnly((byte) 200);
    assertThat(apply("blur:0", 0, 3, 1, 1, 2, 3)).containsExactly(1, 2, 3);
  }

  @Test
  void shouldAddNoiseOfTheStandardDeviation() {
    int side = 200;
    int[] middle = new int[side * side];
    Arrays.fill(middle, 128);

    byte[] noisy = apply("noise:0.1", 1, side, side, middle);

    double mean = (double) sum(noisy) / noisy.length;
    double squares = 0;
    for (byte pixel : noisy) {
      squares += Math.pow((pixel & 0xff) - mean, 2) / noisy.length;
    }
    // Four standard errors: 25.5 / 200 x 4 = 0.51, and 25.5 / (200 sqrt 2) x 4 = 0.36.
    assertThat(mean).isCloseTo(128, within(0.51));
    assertThat(Math.sqrt(squares)).isCloseTo(25.5, within(0.36));
  }

  @Test
  void shouldCutNoiseAtTheRangeOfAPixel() {
    int[] black = new int[1000];

    byte[] noisy = apply("noise:1", 1, 1000, 1, black);

    // Half of the noise is below 0; sigma 1 goes beyond full ink in 15.9 %.
    assertThat(count(noisy, (byte) 0)).isBetween(430, 570);
    assertThat(count(noisy, (byte) 255)).isBetween(110, 210);
  }

  @Test
  void shouldDropTheClassAndNoOther() {
    Corruption corruption = Corruption.parse("drop-class:7");

    assertThat(corruption.apply(new byte[1], 1, 1, 7, new SplittableRandom(1))).isEmpty();
    assertThat(corruption.apply(new byte[1], 1, 1, 6, new SplittableRandom(1))).isPresent();
  }

  @Test
  void shouldDropAboutTheFractionOfTheClass() {
    SplittableRandom random = new SplittableRandom(1);
    long kept =
        Stream.generate(
                () -> Corruption.parse("drop-class:7:0.9").apply(new byte[1], 1, 1, 7, random))
            .limit(10_000)
            .filter(Optional::isPresent)
            .count();

    // Four standard deviations: 4 sqrt(10000 x 0.9 x 0.1) = 120.
    assertThat(kept).isBetween(880L, 1120L);
  }

  @Test
  void shouldApplyInTheOrderGiven() {
    List<Corruption> movedThenInverted =
        List.of(Corruption.parse("translate:1"), Corruption.parse("invert"));
    List<Corruption> invertedThenMoved =
        List.of(Corruption.parse("invert"), Corruption.parse("translate:1"));

    assertThat(applyAll(movedThenInverted)).containsExactly(-1, 0);
    assertThat(applyAll(invertedThenMoved)).containsExactly(0, 0);
    assertThat(applyAll(List.of())).containsExactly(-1, -1);
  }

  @Test
  void shouldLoseAnImageThatAnyOfThemDrops() {
    List<Corruption> corruptions =
        List.of(
            Corruption.parse("rotate:5"),
            Corruption.parse("drop-class:7"),
            Corruption.parse("invert"));

    assertThat(Corruption.applyAll(corruptions, new byte[4], 2, 2, LABEL, new SplittableRandom(1)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rotate:25          | rotate:25
          rotate:-12.50      | rotate:-12.5
          translate:+3       | translate:3
          translate:0,-4     | translate:0,-4
          scale:.5           | scale:0.5
          noise:1            | noise:1
          noise:0.0000001    | noise:0.0000001
          invert             | invert
          invert:1.0         | invert
          invert:0.5         | invert:0.5
          blur:2.            | blur:2
          drop-class:9       | drop-class:9
          drop-class:9:0.25  | drop-class:9:0.25
          rotate             | rotate:+-22.9
          rotate:+-10        | rotate:+-10
          translate          | translate:+-3,+-3
          translate:2,+-1    | translate:2,+-1
          translate:+-2      | translate:+-2
          scale              | scale:0.7
          shear              | shear:+-0.4
          shear:-0.2         | shear:-0.2
          shot-noise         | shot-noise:3
          impulse-noise      | impulse-noise:0.17
          glass-blur         | glass-blur:1
          motion-blur        | motion-blur:6
          brightness         | brightness:0.5
          stripe             | stripe:0.5
          fog                | fog:1.5
          spatter            | spatter:0.15
          dotted-line        | dotted-line:1
          zigzag:3           | zigzag:3
          canny-edges        | canny-edges:1
          gaussian:small     | gaussian:small
          image:medium       | image:medium
          only-class:0       | only-class:0
          fog@.5             | fog:1.5@0.5
          rotate:25@1        | rotate:25
          """)
  void shouldShowTheTextItIsParsedFrom(String text, String shown) {
    assertThat(Corruption.parse(text)).hasToString(shown);
    assertThat(Corruption.parse(shown)).isEqualTo(Corruption.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rotate:            | DEGREES must be a number from -360 to 360, or one after +- for either way; the form is rotate[:[+-]DEGREES]
          rotate:+-          | DEGREES must be a number from -360 to 360
          rotate:+--5        | DEGREES must be a number from -360 to 360
          noise              | SIGMA must be a number from 0 to 1; the form is noise:SIGMA
          rotate:361         | DEGREES must be a number from -360 to 360
          rotate:NaN         | DEGREES must be a number from -360 to 360
          rotate:1e2         | DEGREES must be a number from -360 to 360
          translate:1,2,3    | RIGHT and DOWN must be numbers from -2048 to 2048
          translate:1,       | RIGHT and DOWN must be numbers from -2048 to 2048
          scale:0            | FACTOR must be a number from 0.05 to 20
          noise:1.5          | SIGMA must be a number from 0 to 1
          invert:2           | FRACTION must be a number from 0 to 1; the form is invert[:FRACTION]
          shot-noise:0       | PHOTONS must be a number from 0.1 to 500
          glass-blur:1.5     | REACH must be a whole number from 1 to 50
          glass-blur:0       | REACH must be a whole number from 1 to 50
          motion-blur:0      | LENGTH must be a number from 1 to 100
          zigzag:-1          | LINES must be a whole number from 1 to 20
          gaussian           | the intensity must be small, medium or large
          image:huge         | the intensity must be small, medium or large
          only-class         | LABEL must be a class's label or its number
          fog@2              | the share after @ must be a number from 0 to 1
          fog@               | the share after @ must be a number from 0 to 1
          only-class:0:1     | LABEL must be a class's label or its number
          blur:-1            | SIGMA must be a number from 0 to 50
          drop-class         | LABEL must be a class's label or its number
          drop-class:-1      | LABEL must be a class's label or its number
          drop-class:1:2     | LABEL must be a class's label or its number
          drop-class:1:0.5:0 | LABEL must be a class's label or its number
          """)
  void shouldSayWhatAnAmountMustBe(String text, String rule) {
    assertThatThrownBy(() -> Corruption.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("corruption '" + text + "': " + rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "frost:1", "Rotate:5", "rotate25"})
  void shouldNameTheKindsThatThereAre(String text) {
    assertThatThrownBy(() -> Corruption.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "corruption '"
                + text
                + "': no such kind; allowed: rotate, translate, scale, shear, image, noise,"
                + " gaussian, shot-noise, impulse-noise, blur, glass-blur, motion-blur, brightness,"
                + " invert, fog, stripe, spatter, dotted-line, zigzag, canny-edges, drop-class,"
                + " only-class, fgsm");
  }

  @Test
  void shouldHappenToAboutTheShareOfTheImages() {
    SplittableRandom random = new SplittableRandom(1);
    Corruption corruption = Corruption.parse("brightness:1@0.3");
    int hit = 0;
    for (int i = 0; i < 10_000; i++) {
      hit += corruption.apply(new byte[1], 1, 1, LABEL, random).orElseThrow()[0] == 0 ? 0 : 1;
    }

    // Four standard deviations: 4 sqrt(10000 x 0.3 x 0.7) = 183.
    assertThat(hit).isBetween(2817, 3183);
    assertThatThrownBy(() -> corruption.sometimes(1.5)).hasMessage("share 1.5 is not from 0 to 1");
  }

  @Test
  void shouldKeepOneClassAndNoOther() {
    Corruption corruption = Corruption.parse("only-class:7");

    assertThat(corruption.apply(new byte[1], 1, 1, 7, new SplittableRandom(1))).isPresent();
    assertThat(corruption.apply(new byte[1], 1, 1, 6, new SplittableRandom(1))).isEmpty();
  }

  private static byte[] apply(String text, long seed, int width, int height, int... pixels) {
    byte[] image = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      image[i] = (byte) pixels[i];
    }
    return Corruption.parse(text)
        .apply(image, width, height, LABEL, new SplittableRandom(seed))
        .orElseThrow();
  }

  private static byte[] applyAll(List<Corruption> corruptions) {
    return Corruption.applyAll(
            corruptions, new byte[] {-1, -1}, 2, 1, LABEL, new SplittableRandom(1))
        .orElseThrow();
  }

  private static long sum(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return sum;
  }

  private static int count(byte[] pixels, byte value) {
    int count = 0;
    for (byte pixel : pixels) {
      count += pixel == value ? 1 : 0;
    }
    return count;
  }

  @Test
  void shouldTakeAClassByItsLabelOrItsNumber() {
    List<String> labels = List.of("α", "1", "β:2", "β", "γ@x");

    assertThat(Corruption.parse("drop-class:β", labels)).hasToString("drop-class:3");
    assertThat(Corruption.parse("drop-class:β:0.5", labels)).hasToString("drop-class:3:0.5");
    assertThat(Corruption.parse("drop-class:β:2:0.5@0.1", labels))
        .hasToString("drop-class:2:0.5@0.1");
    assertThat(Corruption.parse("only-class:γ@x@0.1", labels)).hasToString("only-class:4@0.1");
    // A label wins over a number.
    assertThat(Corruption.parse("only-class:1", labels)).hasToString("only-class:1");
    assertThat(Corruption.parse("only-class:1", List.of("2", "0", "1")))
        .hasToString("only-class:2");
    assertThat(Corruption.parse("only-class:3", labels)).hasToString("only-class:3");
    assertThat(Corruption.parse("rotate:3", labels)).isEqualTo(Corruption.parse("rotate:3"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Corruption.parse("drop-class:ω", labels))
        .withMessageStartingWith("corruption 'drop-class:ω': LABEL must be a class's label or");
  }

  @Test
  void shouldLookAtATextWithoutKnowingTheLabels() {
    Corruption.check("drop-class:γ@x:0.5@0.1");
    Corruption.check("fog");

    assertThatIllegalArgumentException().isThrownBy(() -> Corruption.check("drop-class"));
    assertThatIllegalArgumentException().isThrownBy(() -> Corruption.check("fog:-1"));
  }
}
