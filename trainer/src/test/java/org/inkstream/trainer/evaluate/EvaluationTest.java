package org.inkstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void shouldPoolPartsAsIfTheyHadBeenMeasuredAsOne() {
    int images = 90;
    Predictions all = random(images);

    Evaluation pooled =
        Evaluation.pooled(
            List.of(
                Evaluation.of(part(all, 0, 20)),
                Evaluation.of(part(all, 20, 21)),
                Evaluation.of(part(all, 21, images))));

    Evaluation whole = Evaluation.of(all);
    assertThat(pooled.images()).isEqualTo(images);
    assertThat(pooled.confusion()).isDeepEqualTo(whole.confusion());
    whole
        .metrics()
        .forEach(
            (name, value) ->
                assertThat(pooled.metrics().get(name)).as(name).isCloseTo(value, within(1e-12)));
    assertThat(pooled.reliability())
        .extracting(ReliabilityBin::count)
        .isEqualTo(whole.reliability().stream().map(ReliabilityBin::count).toList());
  }

  private static Predictions random(int images) {
    Random random = new Random(3);
    float[] probabilities = new float[images * 3];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      float first = random.nextFloat();
      float second = (1 - first) * random.nextFloat();
      probabilities[3 * i] = first;
      probabilities[3 * i + 1] = second;
      probabilities[3 * i + 2] = 1 - first - second;
      labels[i] = random.nextInt(3);
    }
    return new Predictions(3, probabilities, labels);
  }

  private static Predictions part(Predictions all, int from, int to) {
    return new Predictions(
        3,
        Arrays.copyOfRange(all.probabilities(), 3 * from, 3 * to),
        Arrays.copyOfRange(all.labels(), from, to));
  }
}
