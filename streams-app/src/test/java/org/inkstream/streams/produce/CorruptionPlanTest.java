package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.idx.ImageSet;
import org.junit.jupiter.api.Test;

class CorruptionPlanTest {

  private static final int COUNT = 10_000;
  private static final List<Corruption> INVERTED = List.of(Corruption.parse("invert"));

  /** Black images of one pixel, all of class 3. */
  private final ImageSet images =
      new ImageSet(1, 1, new byte[COUNT], IntStream.range(0, COUNT).map(i -> 3).toArray());

  @Test
  void shouldHitAboutTheFraction() {
    List<Integer> hit = hit(new CorruptionPlan(INVERTED, 0.1, 0));

    // Four standard deviations of a binomial count: 4 sqrt(10000 x 0.1 x 0.9) = 120.
    assertThat(hit).hasSizeBetween(880, 1120);
    assertThat(hit(new CorruptionPlan(INVERTED, 0, 0))).isEmpty();
    assertThat(hit(new CorruptionPlan(INVERTED, 1, 0))).hasSize(COUNT);
  }

  @Test
  void shouldHitTheSameImagesAndMoreWithALargerFraction() {
    assertThat(hit(new CorruptionPlan(INVERTED, 0.5, 0)))
        .containsAll(hit(new CorruptionPlan(INVERTED, 0.1, 0)));
  }

  @Test
  void shouldDropAClassFromTheHitImagesOnly() {
    List<Corruption> dropped = List.of(Corruption.parse("drop-class:3"));

    assertThat(hit(new CorruptionPlan(dropped, 0.1, 0)))
        .isEqualTo(hit(new CorruptionPlan(INVERTED, 0.1, 0)));
  }

  @Test
  void shouldLeaveTheFirstImagesAsTheyAreAndTheOthersToTheirFate() {
    List<Integer> always = hit(new CorruptionPlan(INVERTED, 0.5, 0));

    List<Integer> later = hit(new CorruptionPlan(INVERTED, 0.5, 1000));

    assertThat(later).isEqualTo(always.stream().filter(i -> i >= 1000).toList());
  }

  @Test
  void shouldRefuseWhatIsNoShareAndNoCount() {
    for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CorruptionPlan(INVERTED, fraction, 0))
          .withMessage("corrupt-fraction " + fraction + " is not a number from 0 to 1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorruptionPlan(INVERTED, 1, -1))
        .withMessage("corrupt-after -1 is less than 0");
  }

  /** Which images are not sent as they are. */
  private List<Integer> hit(CorruptionPlan plan) {
    SplittableRandom random = new SplittableRandom(5);
    return IntStream.range(0, COUNT)
        .filter(
            i -> {
              Optional<byte[]> image = plan.image(images, i, i, random.split());
              return image.isEmpty() || image.get()[0] != 0;
            })
        .boxed()
        .toList();
  }
}
