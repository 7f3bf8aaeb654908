package org.inkstream.trainer.fit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.Temperature;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.Hyperparameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Fits a network with Adam, one cycle of the learning rate, a running mean of the weights, and
 * early stopping on the validation images' cross-entropy after their temperature. The same seed,
 * images and settings give the same weights, bit by bit, on the same machine with the same number
 * of computing threads. For one thread.
 */
public final class Training {

  private static final int SCORED_AT_ONCE = 256;

  /** Between the seeds of two epochs; an odd prime, so that nearby seeds share none. */
  private static final long EPOCH_SEEDS = 1_000_003;

  private final Architecture architecture;
  private final Hyperparameters settings;
  private final long seed;
  private final ImageEncoder encoder;
  private final Progress progress;
  private final BooleanSupplier stopped;
  private final LongSupplier nanoTime;

  /**
   * @param encoder to the architecture's width and height
   * @param progress is told how it goes
   * @param stopped asked before each step; once true, the training ends without a result
   * @param nanoTime clock for what progress is told; it changes nothing else
   */
  public Training(
      Architecture architecture,
      Hyperparameters settings,
      long seed,
      ImageEncoder encoder,
      Progress progress,
      BooleanSupplier stopped,
      LongSupplier nanoTime) {
    this.architecture = architecture;
    this.settings = settings;
    this.seed = seed;
    this.encoder = encoder;
    this.progress = progress;
    this.stopped = stopped;
    this.nanoTime = nanoTime;
  }

  /** Trains with all images counting alike, as {@link #fit(ImageSet, ImageSet, double[])}. */
  public Fitted fit(ImageSet train, ImageSet validation) {
    return fit(train, validation, new double[0]);
  }

  /**
   * Trains from random weights.
   *
   * @param train at least one image
   * @param validation at least one image, none of them in train; all count alike
   * @param classWeights factor of each class in the loss; empty if all are 1
   * @return the epoch with the lowest cross-entropy on the validation images, each with the
   *     temperature that fits it: a network that is too sure may be the better one, and is served
   *     with its temperature
   * @throws DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Fitted fit(ImageSet train, ImageSet validation, double[] classWeights) {
    int steps = Batches.inEpoch(train, settings);
    OneCycle rate =
        new OneCycle(
            settings.learningRate(),
            settings.warmUp(),
            Math.multiplyExact(steps, settings.epochs()));
    Model network =
        architecture.forTraining(
            settings,
            seed,
            Adam.builder().learningRateSchedule(rate).build(),
            FastConvolution::new,
            classWeights);
    EarlyStopping<Fitted> stopping = new EarlyStopping<>(settings.patience());
    List<EpochReport> reports = new ArrayList<>();
    try (WeightAverage average = new WeightAverage(settings.averaging(), network.params());
        Batches batches = new Batches(train, encoder, architecture.classes(), settings, seed)) {
      boolean goOn = true;
      for (int epoch = 1; goOn && epoch <= settings.epochs(); epoch++) {
        // For dropout. Anew for each epoch: making and loading a network, as the end of an epoch
        // does, sets the generator back.
        Nd4j.getRandom().setSeed(seed + EPOCH_SEEDS * epoch);
        Pace pace = new Pace(epoch, settings.epochs(), steps, nanoTime);
        for (int step = 0; step < steps; step++) {
          learn(network, batches.take());
          average.add((epoch - 1) * steps + step, network.params());
          progress.step(pace.step(network.score(), Batches.size(train, settings)));
        }
        if (!Double.isFinite(pace.loss())) {
          throw new DivergedException(epoch, settings.learningRate());
        }
        Snapshot snapshot = Snapshot.of(architecture, average.mean());
        EpochReport report = pace.epoch(predictions(snapshot, validation));
        reports.add(report);
        goOn =
            stopping.offer(
                report.validationCrossEntropy(),
                new Fitted(snapshot.file(), snapshot.digest(), epoch, List.of()));
        progress.epoch(report);
      }
    } finally {
      network.close();
    }
    Fitted best =
        stopping
            .best()
            .orElseThrow(() -> new DivergedException(reports.size(), settings.learningRate()));
    return new Fitted(best.network(), best.weightsDigest(), best.epoch(), reports);
  }

  private void learn(Model network, Batches.Batch batch) {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the training was stopped");
    }
    int rows = batch.targets().length / architecture.classes();
    try (INDArray inputs = Nd4j.createFromArray(batch.inputs());
        INDArray targets = Nd4j.createFromArray(batch.targets())) {
      // What MultiLayerNetwork and ComputationGraph have in common is in two interfaces.
      ((NeuralNetwork) network)
          .fit(
              new DataSet(
                  architecture.shaped(inputs, rows),
                  targets.reshape(rows, architecture.classes())));
    }
  }

  private Predictions predictions(Snapshot snapshot, ImageSet images) {
    try (Network network =
            Networks.load(snapshot.file(), architecture.width(), architecture.height());
        Scorer scorer = network.newScorer(SCORED_AT_ONCE)) {
      return Scoring.score(scorer, encoder, images);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Measures one epoch. */
  private static final class Pace {
    private final int epoch;
    private final int epochs;
    private final int steps;
    private final LongSupplier nanoTime;
    private final long start;
    private double lossSum;
    private int done;
    private long images;

    Pace(int epoch, int epochs, int steps, LongSupplier nanoTime) {
      this.epoch = epoch;
      this.epochs = epochs;
      this.steps = steps;
      this.nanoTime = nanoTime;
      this.start = nanoTime.getAsLong();
    }

    StepReport step(double loss, int batch) {
      lossSum += loss;
      done++;
      images += batch;
      double share = (double) done / steps;
      double left = seconds() / share * (epochs - epoch + 1 - share);
      return new StepReport(epoch, epochs, share, loss(), images / seconds(), left);
    }

    double loss() {
      return lossSum / done;
    }

    EpochReport epoch(Predictions predictions) {
      double rate = images / seconds();
      return new EpochReport(
          epoch,
          loss(),
          Metrics.accuracy(predictions),
          Metrics.crossEntropy(Temperature.fit(predictions).apply(predictions)),
          rate,
          seconds() * (epochs - epoch));
    }

    /** Never 0, so that there is a rate. */
    private double seconds() {
      return Math.max(nanoTime.getAsLong() - start, 1) / 1e9;
    }
  }
}
