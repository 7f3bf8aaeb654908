package org.inkstream.trainer.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.SearchRange;
import org.inkstream.trainer.family.Setting;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.pieces.Pieces;
import org.junit.jupiter.api.Test;

/** Searches with real, small data. */
class TuningTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
  private static final ImageSet TRAIN = Mnist.train(2_700);
  private static final ImageSet TEST = Mnist.test(100);
  private static final DataSet DATA =
      new DataSet(
          IntStream.range(0, 10).mapToObj(Integer::toString).toList(), TRAIN, Optional.of(TEST));

  /** What is kept in memory, and is told. */
  private static final class Kept implements Pieces, Tuning.Listener {

    private final Map<String, byte[]> pieces = new HashMap<>();
    private final List<String> begun = new ArrayList<>();
    private final List<TrialResult> ended = new ArrayList<>();
    private int most = Integer.MAX_VALUE;

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(pieces.get(name));
    }

    @Override
    public void keep(String name, byte[] content) {
      pieces.put(name, content);
    }

    @Override
    public RuntimeException damaged(String name, String problem, Exception cause) {
      return new IllegalStateException(name + ": " + problem, cause);
    }

    @Override
    public void begins(Trial trial, Rung rung, int rounds) {
      begun.add("%d of %d images".formatted(trial.number(), rung.images()));
    }

    @Override
    public void ended(TrialResult result) {
      ended.add(result);
    }

    boolean isFull() {
      return ended.size() >= most;
    }
  }

  @Test
  void shouldLetTheBestGoOn() {
    Kept kept = new Kept();

    List<TrialResult> board = tuning(plan(Strategy.HALVING, Goal.CROSS_ENTROPY), kept).search();

    // 2,025 of 2,700 images are to learn from.
    assertThat(kept.begun).hasSize(6);
    assertThat(kept.begun.subList(0, 4))
        .containsExactly(
            "0 of 506 images", "1 of 506 images", "2 of 506 images", "3 of 506 images");
    List<TrialResult> first = new ArrayList<>(kept.ended.subList(0, 4));
    first.sort(Comparator.comparingDouble(TrialResult::crossEntropy));
    assertThat(kept.ended.subList(4, 6))
        .extracting(TrialResult::trial)
        .containsExactlyInAnyOrder(first.get(0).trial(), first.get(1).trial());
    assertThat(board).hasSize(4);
    assertThat(board.subList(0, 2)).allMatch(result -> result.rung() == 2);
    assertThat(board.get(0).crossEntropy()).isLessThanOrEqualTo(board.get(1).crossEntropy());
    assertThat(board.subList(2, 4)).containsExactly(first.get(2), first.get(3));
  }

  @Test
  void shouldBeginWithWhatTheFamilyHasAndSearchOnlyWhatIsToBeSearched() {
    Kept kept = new Kept();

    tuning(plan(Strategy.RANDOM, Goal.ACCURACY), kept).search();

    assertThat(kept.ended.get(0).values()).isEqualTo(Map.of("depth", "9"));
    assertThat(kept.ended.subList(1, 4))
        .allSatisfy(
            result ->
                assertThat(result.values())
                    .containsOnlyKeys("depth", "leaf", "smoothing")
                    .containsEntry("depth", "9"));
    assertThat(kept.ended).extracting(TrialResult::values).doesNotHaveDuplicates();
  }

  @Test
  void shouldGoOnWhereItWasCutOff() {
    TuningPlan plan = plan(Strategy.HALVING, Goal.CROSS_ENTROPY);
    Kept whole = new Kept();
    List<TrialResult> expected = tuning(plan, whole).search();
    Kept kept = new Kept();
    kept.most = 3;

    assertThatThrownBy(() -> tuning(plan, kept).search()).isInstanceOf(CancellationException.class);
    kept.most = Integer.MAX_VALUE;
    List<TrialResult> board = tuning(plan, kept).search();

    assertThat(kept.begun).isEqualTo(whole.begun);
    assertThat(board).isEqualTo(expected);
    assertThat(tuning(plan, kept).search()).isEqualTo(expected);
    assertThat(kept.begun).isEqualTo(whole.begun);
  }

  @Test
  void shouldTrainTheBestAsAnybodyWould() {
    TuningPlan plan = plan(Strategy.HALVING, Goal.CROSS_ENTROPY);
    Tuning tuning = tuning(plan, new Kept());
    Map<String, String> best = tuning.search().get(0).values();

    byte[] bundle = BundleFile.bytes(tuning.train(best).bundle());

    TrainingPlan same = plan.training(best, Integer.MAX_VALUE);
    assertThat(bundle)
        .isEqualTo(
            BundleFile.bytes(
                new Trainer(NOON, Progress.NONE, () -> false)
                    .train(same, Optional.empty(), DATA)
                    .bundle()));
  }

  @Test
  void shouldPutWhatDivergesAtTheEnd() {
    Kept kept = new Kept();
    TuningPlan plan =
        new TuningPlan(
            ModelFamily.SOFTMAX,
            true,
            Map.of("epochs", "1"),
            List.of(range(ModelFamily.SOFTMAX, "learningRate", "0.01|1e37")),
            training(),
            Strategy.RANDOM,
            4,
            3,
            Goal.ACCURACY);

    List<TrialResult> board = tuning(plan, kept).search();

    List<TrialResult> failed = board.stream().filter(TrialResult::failed).toList();
    assertThat(failed)
        .isNotEmpty()
        .hasSizeLessThan(4)
        .allMatch(result -> result.values().get("learningRate").equals("1e37"));
    assertThat(board.subList(4 - failed.size(), 4)).isEqualTo(failed);
    assertThat(board.get(0).accuracy()).isGreaterThan(0.3);
  }

  @Test
  void shouldTellOfADamagedResult() {
    TuningPlan plan = plan(Strategy.RANDOM, Goal.ACCURACY);
    Kept kept = new Kept();
    tuning(plan, kept).search();
    byte[] piece = kept.pieces.get("trial-2-round-1.json");
    piece[piece.length - 5] ^= 1;

    assertThatThrownBy(() -> tuning(plan, kept).search())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trial-2-round-1.json: its content has not the SHA-256");
  }

  private static Tuning tuning(TuningPlan plan, Kept kept) {
    return new Tuning(plan, DATA, kept, kept, Progress.NONE, kept::isFull, NOON);
  }

  private static TuningPlan plan(Strategy strategy, Goal goal) {
    return new TuningPlan(
        ModelFamily.TREE,
        false,
        Map.of("depth", "9"),
        List.of(
            range(ModelFamily.TREE, "leaf", "1..40"),
            range(ModelFamily.TREE, "smoothing", "0.01..3")),
        training(),
        strategy,
        4,
        2,
        goal);
  }

  private static TrainingPlan training() {
    return new TrainingPlan(
        ModelFamily.TREE.recipe(false, Map.of()),
        ModelFamily.TREE.scaling(),
        Parting.by(SplitRule.OFFICIAL),
        Integer.MAX_VALUE,
        1,
        ClassWeights.NONE);
  }

  private static SearchRange range(ModelFamily family, String name, String text) {
    Setting setting =
        family.settings().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return SearchRange.parse(setting, text);
  }
}
