package org.inkstream.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.pieces.Pieces;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final DataSet DATA =
      new DataSet(
          IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
          Mnist.train(1_200),
          Optional.of(Mnist.test(300)));
  private static final Effort EFFORT = new Effort(700, 1, 60, 20);

  /** Keeps pieces in memory, and may die before one is kept. */
  private static final class Memory implements Pieces {

    private final Map<String, byte[]> kept = new TreeMap<>();
    private int left = Integer.MAX_VALUE;

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void keep(String name, byte[] content) {
      if (left-- == 0) {
        throw new IllegalStateException("killed before " + name);
      }
      kept.put(name, content);
    }

    @Override
    public RuntimeException damaged(String name, String problem, Exception cause) {
      return new IllegalArgumentException(name + ": " + problem, cause);
    }
  }

  private static final Memory WHOLE = new Memory();
  private static final List<String> STEPS = new ArrayList<>();
  private static final Compared UNINTERRUPTED = run(1, WHOLE, STEPS);

  private static ComparisonPlan plan(int folds) {
    return new ComparisonPlan(
        List.of(
            candidate(ModelFamily.TREE, Map.of()),
            candidate(ModelFamily.SOFTMAX, Map.of("epochs", "3", "averaging", "0.0"))),
        Parting.by(SplitRule.OFFICIAL),
        folds,
        5,
        EFFORT);
  }

  private static Candidate candidate(ModelFamily family, Map<String, String> settings) {
    return new Candidate(family.recipe(false, settings), family.scaling(), family.description());
  }

  private static Compared run(int folds, Pieces pieces, List<String> begun) {
    return new Comparison(
            plan(folds),
            DATA,
            pieces,
            (piece, number, all) -> begun.add(number + "/" + all + " " + piece),
            Progress.NONE,
            () -> false,
            System::nanoTime)
        .run();
  }

  @Test
  void shouldTestEveryFamilyOnEveryImageOnce() {
    Compared compared = run(3, new Memory(), new ArrayList<>());

    assertThat(compared.images()).isEqualTo(1_200);
    int[] ofClass = new int[10];
    IntStream.of(compared.families().get(0).labels()).forEach(label -> ofClass[label]++);
    int[] expected = new int[10];
    IntStream.of(DATA.train().labels()).forEach(label -> expected[label]++);
    assertThat(ofClass).isEqualTo(expected);
    for (FamilyResult family : compared.families()) {
      assertThat(family.tested()).hasSize(3);
      assertThat(family.calibrated().images()).isEqualTo(1_200);
      assertThat(family.right() / 1_200.0)
          .as("at least half right, and the same by both ways of counting")
          .isGreaterThan(0.5)
          .isCloseTo(family.calibrated().accuracy(), within(1e-12));
      assertThat(family.lower()).isLessThan(family.calibrated().accuracy());
      assertThat(family.upper()).isGreaterThan(family.calibrated().accuracy());
    }
  }

  @Test
  void shouldLookAtWhatAFamilyLooksAt() {
    Compared compared = UNINTERRUPTED;

    Examined tree = compared.families().get(0).examined();
    Examined softmax = compared.families().get(1).examined();
    assertThat(tree.permutation()).hasSize(784);
    assertThat(tree.permutation()[0]).as("a corner that is always blank").isZero();
    assertThat(tree.filters()).isEmpty();
    assertThat(softmax.permutation()).isEmpty();
    assertThat(softmax.filters()).hasSize(1);
    assertThat(softmax.filters().get(0).ofClasses()).isTrue();
    assertThat(softmax.filters().get(0).weights()).hasSize(10);
    assertThat(softmax.occlusionOfClasses()).hasSize(10);
    assertThat(softmax.occlusion()[14 * 28 + 14])
        .as("the middle matters more than a corner")
        .isGreaterThan(softmax.occlusion()[0]);
    assertThat(softmax.shifts()).hasSize(9);
    assertThat(softmax.turns()).hasSize(9);
    assertThat(softmax.shifts().get(8).accuracy()).isLessThan(softmax.shifts().get(0).accuracy());
    List<CurvePoint> curve = compared.families().get(0).curve();
    assertThat(curve).extracting(CurvePoint::trainImages).containsExactly(175, 700);
    assertThat(curve.get(0).validation()).isLessThan(curve.get(0).train());
  }

  @Test
  void shouldGoOnWhereItWasKilled() {
    assertThat(STEPS).hasSize(8).first().isEqualTo("1/8 tree, fold 1 of 1: training");
    for (int pieces : new int[] {1, 6}) {
      Memory memory = new Memory();
      memory.left = pieces;
      assertThatThrownBy(() -> run(1, memory, new ArrayList<>()))
          .hasMessageStartingWith("killed before ");
      memory.left = Integer.MAX_VALUE;
      List<String> rest = new ArrayList<>();

      Compared resumed = run(1, memory, rest);

      assertThat(rest).isEqualTo(STEPS.subList(pieces, STEPS.size()));
      assertSame(resumed, UNINTERRUPTED);
    }
  }

  @Test
  void shouldTellWhichPieceIsDamaged() {
    Memory memory = new Memory();
    memory.kept.putAll(WHOLE.kept);
    byte[] sound = memory.kept.get("tree-examined.json");
    memory.kept.put("tree-examined.json", new byte[10]);

    assertThatThrownBy(() -> run(1, memory, new ArrayList<>()))
        .hasMessageStartingWith("tree-examined.json: does not begin with");

    memory.kept.put("tree-examined.json", sound);
    memory.kept.put("softmax-fold-1.bundle", new byte[10]);
    memory.kept.remove("softmax-fold-1-tested.json");
    assertThatThrownBy(() -> run(1, memory, new ArrayList<>()))
        .hasMessageStartingWith("softmax-fold-1.bundle: the gate refuses it");
  }

  @Test
  void shouldKeepWhatIsFinishedWhenStopped() {
    Memory memory = new Memory();
    Comparison comparison =
        new Comparison(
            plan(1),
            DATA,
            memory,
            (piece, number, all) -> {},
            Progress.NONE,
            () -> memory.kept.size() == 2,
            System::nanoTime);

    assertThatThrownBy(comparison::run).isInstanceOf(CancellationException.class);
    assertThat(memory.kept).containsOnlyKeys("tree-fold-1.bundle", "tree-fold-1-tested.json");
  }

  /** All but times, and the versions that are named by them. */
  private static void assertSame(Compared one, Compared other) {
    assertThat(one.identity()).isEqualTo(other.identity());
    assertThat(one.pairs()).isEqualTo(other.pairs());
    for (int i = 0; i < one.families().size(); i++) {
      FamilyResult first = one.families().get(i);
      FamilyResult second = other.families().get(i);
      assertThat(first.predicted()).isEqualTo(second.predicted());
      assertThat(first)
          .usingRecursiveComparison()
          .ignoringFields("candidate")
          .ignoringFieldsMatchingRegexes(".*trainSeconds", ".*imagesPerSecond", ".*bundleBytes")
          .isEqualTo(second);
    }
  }
}
