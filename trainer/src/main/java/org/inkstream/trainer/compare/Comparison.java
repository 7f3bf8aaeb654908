package org.inkstream.trainer.compare;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.pieces.PieceFile;
import org.inkstream.trainer.pieces.Pieces;

/**
 * Trains families on the same images and measures them, piece by piece: what was kept of a run that
 * was cut off is not done again. Times apart, the results are those of a run that was not cut off.
 * For one thread.
 */
public final class Comparison {

  /** Fewer images make no point of a curve. */
  private static final int LEAST_CURVE = 20;

  private final ComparisonPlan plan;
  private final DataSet data;
  private final Pieces pieces;
  private final Steps steps;
  private final Trainer trainer;
  private final BooleanSupplier stopped;
  private final LongSupplier nanoTime;
  private int done;
  private int all;

  /**
   * @param pieces has those of an earlier run of the same {@link ComparisonPlan#identity}, or none
   * @param steps is told what is done next
   * @param progress is told how each training goes
   * @param stopped once true, the run ends soon; what is finished is kept
   * @param nanoTime clock for how fast models are
   */
  public Comparison(
      ComparisonPlan plan,
      DataSet data,
      Pieces pieces,
      Steps steps,
      Progress progress,
      BooleanSupplier stopped,
      LongSupplier nanoTime) {
    this.plan = plan;
    this.data = data;
    this.pieces = pieces;
    this.steps = steps;
    this.trainer = new Trainer(InstantSource.system(), progress, stopped);
    this.stopped = stopped;
    this.nanoTime = nanoTime;
  }

  /** Is told what is done next. */
  public interface Steps {

    /**
     * A piece begins that was not kept.
     *
     * @param piece in words
     * @param number of the piece, from 1
     * @param all how many there are
     */
    void begins(String piece, int number, int all);
  }

  /**
   * Does what is not done yet.
   *
   * @throws org.inkstream.trainer.bundling.UnsuitableDataException if the images are too few, too
   *     small or of one class only
   * @throws org.inkstream.trainer.fit.DivergedException if a loss is no longer a number
   * @throws CancellationException if stopped
   * @throws RuntimeException as {@link Pieces#damaged} makes it, if a kept piece is damaged
   */
  public Compared run() {
    done = 0;
    List<List<Tested>> tested = new ArrayList<>();
    plan.candidates().forEach(candidate -> tested.add(new ArrayList<>()));
    Split first = split(1);
    int points = curveSizes(first.train().count()).size();
    all = tested.size() * (2 * plan.folds() + 1 + points);
    for (int fold = 1; fold <= plan.folds(); fold++) {
      Split split = fold == 1 ? first : split(fold);
      for (int i = 0; i < tested.size(); i++) {
        tested.get(i).add(test(plan.candidates().get(i), fold, split));
      }
    }
    List<FamilyResult> families = new ArrayList<>();
    for (int i = 0; i < tested.size(); i++) {
      Candidate candidate = plan.candidates().get(i);
      Examined examined = examine(candidate, first);
      families.add(
          new FamilyResult(
              candidate, tested.get(i), examined, curve(candidate, tested.get(i).get(0), first)));
    }
    return Compared.of(plan, data, families);
  }

  private Split split(int fold) {
    return plan.training(plan.candidates().get(0), fold, plan.effort().trainImages()).split(data);
  }

  private Tested test(Candidate candidate, int fold, Split split) {
    String name = candidate.name() + "-fold-" + fold;
    String words = "%s, fold %d of %d".formatted(candidate.name(), fold, plan.folds());
    byte[] bundle = bundle(candidate, fold, name + ".bundle", words);
    return piece(
        name + "-tested.json",
        words + ": testing",
        Tested.class,
        () -> with(name + ".bundle", bundle, one -> Testing.of(one, split, fold, nanoTime)));
  }

  private byte[] bundle(Candidate candidate, int fold, String name, String words) {
    Optional<byte[]> kept = begin(name, words + ": training");
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] bundle = BundleFile.bytes(train(candidate, fold, plan.effort().trainImages()).bundle());
    pieces.keep(name, bundle);
    return bundle;
  }

  private Trained train(Candidate candidate, int fold, int images) {
    return trainer.train(plan.training(candidate, fold, images), Optional.empty(), data);
  }

  private Examined examine(Candidate candidate, Split split) {
    String bundle = candidate.name() + "-fold-1.bundle";
    return piece(
        candidate.name() + "-examined.json",
        candidate.name() + ": what it looks at, and changed images",
        Examined.class,
        () ->
            with(
                bundle,
                pieces.find(bundle).orElseThrow(),
                one ->
                    new Examination(
                            one, split.test(), plan.seed(), plan.effort(), this::ifNotStopped)
                        .examine(candidate)));
  }

  private List<CurvePoint> curve(Candidate candidate, Tested whole, Split split) {
    List<CurvePoint> points = new ArrayList<>();
    for (int images : curveSizes(split.train().count())) {
      points.add(
          piece(
              "%s-images-%d.json".formatted(candidate.name(), images),
              "%s: with %,d images to learn from".formatted(candidate.name(), images),
              CurvePoint.class,
              () -> point(candidate, images)));
    }
    points.add(
        new CurvePoint(
            whole.trainImages(),
            whole.trainAccuracy(),
            whole.validation(),
            whole.calibrated().accuracy()));
    return points;
  }

  private CurvePoint point(Candidate candidate, int images) {
    Split split = plan.training(candidate, 1, images).split(data);
    Trained trained = train(candidate, 1, images);
    try (Subject subject = Subject.ofOwn(trained.bundle())) {
      return Testing.point(subject, split);
    }
  }

  /** Smaller training sets, the smallest first. */
  private List<Integer> curveSizes(int whole) {
    List<Integer> sizes = new ArrayList<>();
    int images = whole / 4;
    for (int step = 0; step < plan.effort().curveSteps() && images >= LEAST_CURVE; step++) {
      sizes.add(0, images);
      images /= 4;
    }
    return sizes;
  }

  private <T> T with(String name, byte[] bundle, Function<Subject, T> use) {
    try (Subject subject = Subject.of(bundle)) {
      return use.apply(subject);
    } catch (RefusedException e) {
      throw pieces.damaged(name, "the gate refuses it: " + e.getMessage(), e);
    }
  }

  private <T> T piece(String name, String words, Class<T> type, Supplier<T> work) {
    Optional<byte[]> kept = begin(name, words);
    if (kept.isPresent()) {
      try {
        return PieceFile.read(kept.get(), type);
      } catch (IOException e) {
        throw pieces.damaged(name, e.getMessage(), e);
      }
    }
    T result = work.get();
    pieces.keep(name, PieceFile.write(result));
    return result;
  }

  private Optional<byte[]> begin(String name, String words) {
    ifNotStopped();
    done++;
    Optional<byte[]> kept = pieces.find(name);
    if (kept.isEmpty()) {
      steps.begins(words, done, all);
    }
    return kept;
  }

  private void ifNotStopped() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the comparison was stopped");
    }
  }
}
