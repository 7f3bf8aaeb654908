package org.inkstream.trainer.compare;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.inkstream.model.drift.Intervals;
import org.inkstream.trainer.evaluate.Evaluation;

/**
 * What was found of one family.
 *
 * @param candidate the family with its settings
 * @param tested one model for each fold, in their order
 * @param examined how the first fold's model sees
 * @param curve by images learnt from, fewest first; the last point is the first fold's model
 */
public record FamilyResult(
    Candidate candidate, List<Tested> tested, Examined examined, List<CurvePoint> curve) {

  private static final double EACH_SIDE = 0.975;
  private static final int WORST = 24;

  /** Copies the lists. */
  public FamilyResult {
    tested = List.copyOf(tested);
    curve = List.copyOf(curve);
  }

  /** The family's word. */
  public String name() {
    return candidate.name();
  }

  /** All tested images together, as the models answer by themselves. */
  public Evaluation raw() {
    return Evaluation.pooled(tested.stream().map(Tested::raw).toList());
  }

  /** All tested images together, as they are served. */
  public Evaluation calibrated() {
    return Evaluation.pooled(tested.stream().map(Tested::calibrated).toList());
  }

  /** Images that were answered rightly. */
  public long right() {
    int[] labels = labels();
    int[] predicted = predicted();
    return IntStream.range(0, labels.length).filter(i -> labels[i] == predicted[i]).count();
  }

  /** Lower end of the interval that has the true accuracy with 95 % (Clopper and Pearson 1934). */
  public double lower() {
    return Intervals.lower(right(), labels().length, EACH_SIDE);
  }

  /** Its upper end. */
  public double upper() {
    return Intervals.upper(right(), labels().length, EACH_SIDE);
  }

  /** True class of each tested image, fold by fold. */
  public int[] labels() {
    return tested.stream().flatMapToInt(one -> IntStream.of(one.labels())).toArray();
  }

  /** Answered class of each tested image, in the same order. */
  public int[] predicted() {
    return tested.stream().flatMapToInt(one -> IntStream.of(one.predicted())).toArray();
  }

  /** A number of each model, its mean over the folds. */
  public double mean(ToDoubleFunction<Tested> number) {
    return tested.stream().mapToDouble(number).average().orElseThrow();
  }

  /** The worst wrong answers of all folds, the worst first. */
  public List<Mistake> worst() {
    Comparator<Mistake> order = Testing.worstFirst();
    return tested.stream().flatMap(one -> one.worst().stream()).sorted(order).limit(WORST).toList();
  }
}
