package org.inkstream.bench.engine;

import java.io.IOException;
import java.util.List;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;

/** What can run a network. Each is measured in a JVM of its own. */
public enum Engine {
  /** Deeplearning4j's output() as the library comes: without its oneDNN helpers. */
  DL4J("DL4J output(), as it comes", false),
  /** Deeplearning4j's output() with the oneDNN helpers. */
  DL4J_ONEDNN("DL4J output(), oneDNN helpers", true),
  /** Inkstream's compiled scorer. */
  INKSTREAM("Inkstream's scorer", true),
  /** ONNX Runtime. */
  ONNX("ONNX Runtime", true);

  private final String title;
  private final boolean helpers;

  Engine(String title, boolean helpers) {
    this.title = title;
    this.helpers = helpers;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Whether Deeplearning4j's helpers are enabled in its JVM. */
  public boolean helpers() {
    return helpers;
  }

  /** Engines that run a kind of network: the export to ONNX knows no convolutions. */
  public static List<Engine> of(Kind kind) {
    return kind == Kind.MLP
        ? List.of(DL4J, DL4J_ONEDNN, INKSTREAM, ONNX)
        : List.of(DL4J, DL4J_ONEDNN, INKSTREAM);
  }

  /**
   * A scorer of this engine's; its memory is kept until the process ends.
   *
   * @param zip the network, as ModelSerializer wrote it
   * @throws IOException if it is not such a file
   */
  public Scorer open(byte[] zip, int maxBatch) throws IOException {
    return switch (this) {
      case DL4J, DL4J_ONEDNN -> Networks.loadLayered(zip, Kind.SIDE, Kind.SIDE).newScorer(maxBatch);
      case INKSTREAM -> compiled(zip).newScorer(maxBatch);
      case ONNX ->
          new OnnxScorer(OnnxExport.of(zip), Kind.SIDE * Kind.SIDE, Kind.CLASSES, maxBatch);
    };
  }

  private static Network compiled(byte[] zip) throws IOException {
    return Networks.load(zip, Kind.SIDE, Kind.SIDE);
  }
}
