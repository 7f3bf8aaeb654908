package org.inkstream.bench.scorer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Engine;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Child;
import org.inkstream.bench.run.Cpu;
import org.inkstream.bench.run.Parent;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.Part;
import org.inkstream.model.scorer.Scorer;

/** One engine in a JVM of its own, timed at one batch size after another. */
public final class ScorerChild implements AutoCloseable {

  /** The child's role. */
  public static final String ROLE = "score";

  private static final int IMAGES = 2048;

  private final Child child;

  private ScorerChild(Child child) {
    this.child = child;
  }

  /**
   * @param imagesPerSecond by the clock
   * @param threadMicros processor time an image of the thread that scores
   * @param processMicros processor time an image of the whole process
   */
  public record Speed(double imagesPerSecond, double threadMicros, double processMicros) {}

  /** Starts it. */
  public static ScorerChild start(Bench bench, Engine engine, Kind kind) {
    return new ScorerChild(
        bench
            .children()
            .start(
                engine.title(),
                engine.helpers(),
                Arguments.line(
                    ROLE,
                    Map.of(
                        "engine",
                        engine.name(),
                        "network",
                        bench.networkFile(kind),
                        "warmup",
                        bench.plan().scorerWarmUpSeconds(),
                        "seconds",
                        bench.plan().scorerSeconds()))));
  }

  /** Measures one batch size. */
  public Speed measure(int batch) {
    var answer = child.ask(Integer.toString(batch));
    return new Speed(
        answer.get("imagesPerSecond").asDouble(),
        answer.get("threadMicros").asDouble(),
        answer.get("processMicros").asDouble());
  }

  @Override
  public void close() {
    child.close();
  }

  /** What the child does. */
  public static void run(Arguments arguments, Parent parent)
      throws IOException, InterruptedException {
    Engine engine = Engine.valueOf(arguments.text("engine"));
    byte[] zip = Files.readAllBytes(Path.of(arguments.text("network")));
    float[] images = Bundles.encode(DataSets.read("mnist", Part.TEST), IMAGES);
    while (true) {
      int batch = Integer.parseInt(parent.await());
      try (Scorer scorer = engine.open(zip, batch)) {
        score(scorer, images, batch, arguments.real("warmup"));
        parent.say(score(scorer, images, batch, arguments.real("seconds")));
      }
    }
  }

  /** Scores for a time, other images in each batch, and says how that went. */
  private static Map<String, Double> score(
      Scorer scorer, float[] images, int batch, double seconds) {
    int size = scorer.inputSize();
    float[] inputs = new float[batch * size];
    float[] probabilities = new float[batch * scorer.classes()];
    int row = 0;
    long scored = 0;
    long threadBefore = Cpu.threadNanos();
    long processBefore = Cpu.processNanos();
    long start = System.nanoTime();
    long now = start;
    while (now - start < seconds * 1e9) {
      // In production too, the inputs are other ones each time.
      row = row + batch > IMAGES ? 0 : row;
      System.arraycopy(images, row * size, inputs, 0, batch * size);
      row += batch;
      scorer.score(inputs, batch, probabilities);
      scored += batch;
      now = System.nanoTime();
    }
    return Map.of(
        "imagesPerSecond",
        scored * 1e9 / (now - start),
        "threadMicros",
        (Cpu.threadNanos() - threadBefore) / 1e3 / scored,
        "processMicros",
        (Cpu.processNanos() - processBefore) / 1e3 / scored);
  }
}
