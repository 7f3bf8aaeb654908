package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;

class CarefulScorerTest {

  private static final int MAX_BATCH = 8;
  private static final float BREAKS = -1;

  private final Halves network = new Halves();
  private final CarefulScorer scorer = new CarefulScorer(network);

  @Test
  void shouldScoreAGoodBatchInOneCall() {
    scorer.score(new float[] {0.1f, 0.2f, 0.3f}, 3);

    assertThat(network.calls).containsExactly(3);
    assertThat(scorer.probabilities()).startsWith(0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f);
    assertThat(failures(3)).containsOnlyNulls();
  }

  @Test
  void shouldHalveUntilTheCulpritIsAlone() {
    scorer.score(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, BREAKS, 0.7f, 0.8f}, 8);

    assertThat(network.calls).containsExactly(8, 4, 4, 2, 1, 1, 2);
    assertThat(failures(8).get(5)).contains("broken");
    assertThat(failures(8)).filteredOn(failure -> failure == null).hasSize(7);
    for (int row : new int[] {0, 1, 2, 3, 4, 6, 7}) {
      assertThat(scorer.probabilities()[2 * row]).isEqualTo((row + 1) / 10f);
    }
  }

  @Test
  void shouldFindEveryCulprit() {
    scorer.score(new float[] {BREAKS, BREAKS, BREAKS}, 3);

    assertThat(failures(3)).doesNotContainNull();
  }

  @Test
  void shouldNotTakeForProbabilitiesWhatAreNone() {
    scorer.score(new float[] {Float.NaN, 0.5f, 1.5f, Float.POSITIVE_INFINITY}, 4);

    assertThat(failures(4).get(1)).isNull();
    assertThat(failures(4)).filteredOn(failure -> failure != null).hasSize(3);
  }

  @Test
  void shouldForgetTheFailuresOfTheBatchBefore() {
    scorer.score(new float[] {BREAKS}, 1);
    scorer.score(new float[] {0.5f}, 1);

    assertThat(failures(1)).containsOnlyNulls();
  }

  private List<String> failures(int count) {
    List<String> failures = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      failures.add(scorer.failure(row));
    }
    return failures;
  }

  /** Answers p and 1 - p for an image of the one number p; throws on a batch with the mark. */
  private static final class Halves implements Scorer {
    final List<Integer> calls = new ArrayList<>();

    @Override
    public int inputSize() {
      return 1;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public int maxBatch() {
      return MAX_BATCH;
    }

    @Override
    public int embeddingSize() {
      return 0;
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      calls.add(count);
      for (int row = 0; row < count; row++) {
        if (inputs[row] == BREAKS) {
          throw new IllegalStateException("broken");
        }
      }
      for (int row = 0; row < count; row++) {
        probabilities[2 * row] = inputs[row];
        probabilities[2 * row + 1] = 1 - inputs[row];
      }
    }

    @Override
    public void close() {}
  }
}
