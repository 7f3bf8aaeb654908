package org.inkstream.trainer.tune;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.trainer.bundling.Rehearsal;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.fit.DivergedException;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.pieces.PieceFile;
import org.inkstream.trainer.pieces.Pieces;

/**
 * Tries values of settings and keeps what came out, so that a search that was cut off goes on where
 * it was. The images for validation decide; those for the test are never asked. For one thread.
 */
public final class Tuning {

  private final TuningPlan plan;
  private final DataSet data;
  private final Pieces pieces;
  private final Listener listener;
  private final Trainer trainer;
  private final BooleanSupplier stopped;

  /**
   * @param pieces has those of an earlier search of the same {@link TuningPlan#identity}, or none
   * @param listener is told what is tried
   * @param progress is told how each training goes
   * @param stopped once true, the search ends soon; what is finished is kept
   * @param clock for how long trainings take
   */
  public Tuning(
      TuningPlan plan,
      DataSet data,
      Pieces pieces,
      Listener listener,
      Progress progress,
      BooleanSupplier stopped,
      InstantSource clock) {
    this.plan = plan;
    this.data = data;
    this.pieces = pieces;
    this.listener = listener;
    this.trainer = new Trainer(clock, progress, stopped);
    this.stopped = stopped;
  }

  /** Is told what is tried. */
  public interface Listener {

    /**
     * A trial begins whose result was not kept.
     *
     * @param rounds how many there are
     */
    void begins(Trial trial, Rung rung, int rounds);

    /** Its result. */
    void ended(TrialResult result);
  }

  /**
   * Tries what was not tried yet.
   *
   * @return the last result of every trial, the best first
   * @throws org.inkstream.trainer.bundling.UnsuitableDataException if the images are too few, too
   *     small or of one class only
   * @throws CancellationException if stopped
   * @throws RuntimeException as {@link Pieces#damaged} makes it, if a kept result is damaged
   */
  public List<TrialResult> search() {
    int images = plan.training().split(data).train().count();
    List<Rung> rungs = plan.strategy().rungs(plan.trials(), plan.eta(), images);
    TrialResult[] last = new TrialResult[plan.trials()];
    List<Integer> alive = IntStream.range(0, plan.trials()).boxed().toList();
    for (Rung rung : rungs) {
      List<TrialResult> results = new ArrayList<>();
      for (int number : alive) {
        TrialResult result = tried(plan.trial(number), rung, rungs.size());
        last[number] = result;
        results.add(result);
      }
      results.sort(plan.goal().order());
      int next = Math.max(1, rung.trials() / plan.eta());
      // In the order of their numbers, so that people see them come again as they came before.
      alive = results.stream().limit(next).map(TrialResult::trial).sorted().toList();
    }
    List<TrialResult> board = new ArrayList<>(List.of(last));
    board.sort(plan.goal().order());
    return board;
  }

  /**
   * Trains with some values on all images, as the training of a bundle does.
   *
   * @throws DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(Map<String, String> values) {
    TrainingPlan whole = plan.training(values, plan.training().trainImages());
    return trainer.train(whole, Optional.empty(), data);
  }

  private TrialResult tried(Trial trial, Rung rung, int rounds) {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the search was stopped");
    }
    String name = "trial-%d-round-%d.json".formatted(trial.number(), rung.number());
    Optional<byte[]> kept = pieces.find(name);
    if (kept.isPresent()) {
      try {
        return PieceFile.read(kept.get(), TrialResult.class);
      } catch (IOException e) {
        throw pieces.damaged(name, e.getMessage(), e);
      }
    }
    listener.begins(trial, rung, rounds);
    TrialResult result = run(trial, rung);
    pieces.keep(name, PieceFile.write(result));
    listener.ended(result);
    return result;
  }

  private TrialResult run(Trial trial, Rung rung) {
    try {
      Rehearsal rehearsal = trainer.rehearse(plan.training(trial.values(), rung.images()), data);
      return new TrialResult(
          trial.number(),
          rung.number(),
          rung.images(),
          trial.values(),
          rehearsal.accuracy(),
          rehearsal.crossEntropy(),
          rehearsal.seconds(),
          "");
    } catch (DivergedException e) {
      return new TrialResult(
          trial.number(), rung.number(), rung.images(), trial.values(), 0, 0, 0, e.getMessage());
    }
  }
}
