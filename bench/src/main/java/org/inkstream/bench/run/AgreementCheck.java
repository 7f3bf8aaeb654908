package org.inkstream.bench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inkstream.bench.engine.Agreement;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Engine;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.Part;
import org.inkstream.model.scorer.Scorer;

/** Has every engine answer the test images, each helper setting in a JVM of its own. */
public final class AgreementCheck {

  /** The child's role. */
  public static final String ROLE = "predict";

  private static final int BATCH = 64;

  private final Bench bench;

  AgreementCheck(Bench bench) {
    this.bench = bench;
  }

  /** The reference's probabilities. */
  float[] require(Kind kind) {
    bench.say(
        "do all engines answer %d images alike? (%s)".formatted(bench.plan().compared(), kind));
    List<Engine> rest = new ArrayList<>(Engine.of(kind));
    rest.remove(Engine.DL4J);
    predict(kind, List.of(Engine.DL4J));
    predict(kind, rest);
    float[] reference = read(file(kind, Engine.DL4J));
    for (Engine engine : rest) {
      Agreement agreement = Agreement.of(reference, read(file(kind, engine)), Kind.CLASSES);
      if (!agreement.holds()) {
        throw new CommandFailure(
            String.format(
                Locale.ROOT,
                "%s and %s differ on the %s (%d of %d labels, probabilities by up to %.2g):"
                    + " nothing is measured",
                Engine.DL4J.title(),
                engine.title(),
                kind,
                agreement.otherLabels(),
                agreement.images(),
                agreement.largestDifference()));
      }
      bench
          .report()
          .row(
              Row.baseline(
                      "agreement",
                      "%s: %s and %s".formatted(kind, engine.title(), Engine.DL4J.title()),
                      "largest difference of a probability",
                      Sample.of(agreement.largestDifference()))
                  .with("images", agreement.images())
                  .with("other labels", agreement.otherLabels())
                  .with("ties", agreement.ties()));
    }
    return reference;
  }

  /** What the child does. */
  public static void predict(Arguments arguments, Parent parent) throws IOException {
    byte[] zip = Files.readAllBytes(Path.of(arguments.text("network")));
    int count = arguments.number("count");
    float[] inputs = Bundles.encode(DataSets.read("mnist", Part.TEST), count);
    int size = inputs.length / count;
    for (String name : arguments.list("engines")) {
      Engine engine = Engine.valueOf(name);
      ByteBuffer answers = ByteBuffer.allocate(count * Kind.CLASSES * Float.BYTES);
      try (Scorer scorer = engine.open(zip, BATCH)) {
        float[] batch = new float[BATCH * size];
        float[] probabilities = new float[BATCH * Kind.CLASSES];
        for (int from = 0; from < count; from += BATCH) {
          int rows = Math.min(BATCH, count - from);
          System.arraycopy(inputs, from * size, batch, 0, rows * size);
          scorer.score(batch, rows, probabilities);
          for (int i = 0; i < rows * Kind.CLASSES; i++) {
            answers.putFloat(probabilities[i]);
          }
        }
      }
      Files.write(Path.of(arguments.text("prefix") + engine), answers.array());
    }
    parent.say(Map.of("done", true));
  }

  private void predict(Kind kind, List<Engine> engines) {
    Map<String, Object> arguments =
        Map.of(
            "network",
            bench.networkFile(kind),
            "count",
            bench.plan().compared(),
            "engines",
            engines.stream().map(Engine::name).collect(Collectors.joining(",")),
            "prefix",
            prefix(kind));
    try (Child child =
        bench
            .children()
            .start(
                "agreement of " + engines,
                engines.get(0).helpers(),
                Arguments.line(ROLE, arguments))) {
      child.next();
    }
  }

  private String prefix(Kind kind) {
    return bench.folder().resolve("answers-" + kind + "-").toString();
  }

  private Path file(Kind kind, Engine engine) {
    return Path.of(prefix(kind) + engine);
  }

  private static float[] read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new CommandFailure("cannot read the answers: " + e.getMessage(), e);
    }
  }
}
