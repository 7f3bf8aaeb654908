package org.inkstream.bench.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Child;
import org.inkstream.bench.run.Cpu;
import org.inkstream.bench.run.Parent;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.Part;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.drift.DriftCounter;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;

/** A scorer and the drift statistics of what it scores, in a JVM of its own. */
public final class FeaturesChild implements AutoCloseable {

  /** The child's role. */
  public static final String ROLE = "features";

  private static final int IMAGES = 2048;
  private static final String VERSION = "measured";

  /** About as many images as a partition has in a second, after which serving sends its counts. */
  private static final int DRAINED_AFTER = 4096;

  private final Child child;

  private FeaturesChild(Child child) {
    this.child = child;
  }

  /**
   * Microseconds of the thread's processor time an image.
   *
   * @param scorer scoring alone
   * @param embedding scoring with embeddings
   * @param statistics what serving does for drift once an image is scored, its share of the message
   *     that each batch sends included
   * @param outlier the part of statistics that is the outlier test
   */
  record Costs(double scorer, double embedding, double statistics, double outlier) {}

  static FeaturesChild start(Bench bench, Kind kind) {
    return new FeaturesChild(
        bench
            .children()
            .start(
                "features of " + kind,
                true,
                Arguments.line(
                    ROLE,
                    Map.of(
                        "bundle",
                        bench.bundleFile(kind),
                        "warmup",
                        bench.plan().scorerWarmUpSeconds(),
                        "seconds",
                        bench.plan().scorerSeconds()))));
  }

  /** Measures one batch size. */
  Costs measure(int batch) {
    JsonNode answer = child.ask(Integer.toString(batch));
    return new Costs(
        answer.get("scorer").asDouble(),
        answer.get("embedding").asDouble(),
        answer.get("statistics").asDouble(),
        answer.get("outlier").asDouble());
  }

  @Override
  public void close() {
    child.close();
  }

  /** What the child does. */
  public static void run(Arguments arguments, Parent parent)
      throws IOException, InterruptedException, RefusedException {
    byte[] bundle = Files.readAllBytes(Path.of(arguments.text("bundle")));
    float[] images = Bundles.encode(DataSets.read("mnist", Part.TEST), IMAGES);
    List<String> ids = IntStream.range(0, IMAGES).mapToObj(i -> "event-" + i).toList();
    while (true) {
      int batch = Integer.parseInt(parent.await());
      try (LoadedModel model = Gate.load(bundle, batch);
          Scorer scorer = model.newScorer(batch)) {
        Loop loop = new Loop(model, scorer, images, ids, batch);
        loop.requireTheSameOneByOne();
        loop.run(arguments.real("warmup"));
        parent.say(loop.run(arguments.real("seconds")));
      }
    }
  }

  /** Batch after batch of other images, each scored twice and then counted. */
  private static final class Loop {

    private final Scorer scorer;
    private final LoadedModel model;
    private final float[] images;
    private final List<String> ids;
    private final int batch;
    private final float[] inputs;
    private final float[] probabilities;
    private final float[] embeddings;
    private final ScoredRows rows;
    private final FeatureExtractor extractor;
    private final OutlierTest outlierTest;
    private final double[] statistics;
    private int at;

    Loop(LoadedModel model, Scorer scorer, float[] images, List<String> ids, int batch) {
      this.scorer = scorer;
      this.model = model;
      this.images = images;
      this.ids = ids;
      this.batch = batch;
      this.inputs = new float[batch * scorer.inputSize()];
      this.probabilities = new float[batch * scorer.classes()];
      this.embeddings = new float[batch * scorer.embeddingSize()];
      this.rows =
          Profiles.view(
              model.encoder().preprocessing(),
              inputs,
              probabilities,
              scorer.classes(),
              embeddings,
              scorer.embeddingSize());
      this.extractor = model.profile().featureMap().extractor();
      this.outlierTest = model.profile().outlierTest().orElseThrow();
      this.statistics = new double[batch * FeatureExtractor.INPUTS];
    }

    Map<String, Double> run(double seconds) {
      DriftCounter counter = counter();
      long scoring = 0;
      long embedding = 0;
      long statistics = 0;
      long outlier = 0;
      long count = 0;
      long end = System.nanoTime() + (long) (seconds * 1e9);
      do {
        next();
        long start = Cpu.threadNanos();
        scorer.score(inputs, batch, probabilities);
        long scored = Cpu.threadNanos();
        scorer.score(inputs, batch, probabilities, embeddings);
        long embedded = Cpu.threadNanos();
        counter.lookAhead(rows, ids.subList(at, at + batch));
        for (int row = 0; row < batch; row++) {
          counter.add(count + row, row);
        }
        counter.save();
        if (count % DRAINED_AFTER < batch) {
          counter.drain(0, count);
        }
        long counted = Cpu.threadNanos();
        scoring += scored - start;
        embedding += embedded - scored;
        statistics += counted - embedded;
        outlier += outlierNanos();
        count += batch;
      } while (System.nanoTime() < end);
      return Map.of(
          "scorer", scoring / 1e3 / count,
          "embedding", embedding / 1e3 / count,
          "statistics", statistics / 1e3 / count,
          "outlier", outlier / 1e3 / count);
    }

    private long outlierNanos() {
      for (int row = 0; row < batch; row++) {
        extractor.extractInputs(rows, row, statistics, row * FeatureExtractor.INPUTS);
      }
      double sum = 0;
      long start = Cpu.threadNanos();
      for (int row = 0; row < batch; row++) {
        sum += outlierTest.pValue(statistics, row * FeatureExtractor.INPUTS);
      }
      long spent = Cpu.threadNanos() - start;
      if (!(sum > 0)) {
        throw new IllegalStateException("p-values of " + batch + " images: " + sum);
      }
      return spent;
    }

    /**
     * An image's statistics must not depend on its neighbours, or what is timed is not the same.
     */
    void requireTheSameOneByOne() {
      next();
      scorer.score(inputs, batch, probabilities, embeddings);
      DriftCounter together = counter();
      together.lookAhead(rows, ids.subList(0, batch));
      for (int row = 0; row < batch; row++) {
        together.add(0, row);
      }
      DriftCounter apart = counter();
      for (int row = batch - 1; row >= 0; row--) {
        apart.lookAhead(rows.row(row), ids.subList(row, row + 1));
        apart.add(0, 0);
      }
      DriftCounts expected = together.drain(0, 0).get(0);
      DriftCounts found = apart.drain(0, 0).get(0);
      if (!expected.equals(found)) {
        throw new IllegalStateException("statistics depend on the batch: " + found);
      }
    }

    private DriftCounter counter() {
      DriftCounter counter = new DriftCounter(DriftSettings.DEFAULT, Journal.none());
      counter.scoredBy(VERSION, model.profile());
      return counter;
    }

    private void next() {
      at = at + 2 * batch > IMAGES ? 0 : at + batch;
      System.arraycopy(images, at * rows.inputSize(), inputs, 0, inputs.length);
    }
  }
}
