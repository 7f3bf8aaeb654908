package org.inkstream.bench.stream;

import java.util.Optional;
import org.inkstream.bench.engine.Kind;

/** The applications that are measured: ours, its rivals, and rows that explain. */
public enum Variant {
  /** Bytes in, bytes out: what Kafka Streams costs. */
  PASS_THROUGH("pass-through", "binary", null, true),
  /** Our topology, with an answer that needs no network: what all but the network costs. */
  OURS_CONSTANT("Inkstream, a constant for the network", "Avro", null, true),
  /** Ours. */
  OURS_MLP("Inkstream, mlp", "Avro", Kind.MLP, true),
  /** Ours. */
  OURS_CNN("Inkstream, cnn", "Avro", Kind.CNN, true),
  /** A newcomer's application, with Deeplearning4j as it comes. */
  JSON_DL4J("one at a time, DL4J as it comes, mlp", "JSON", Kind.MLP, false),
  /** The same with the oneDNN helpers. */
  JSON_DL4J_ONEDNN("one at a time, DL4J with oneDNN, mlp", "JSON", Kind.MLP, true),
  /** An expert's application with another engine. */
  ONNX("one at a time, ONNX Runtime, mlp", "Avro", Kind.MLP, true);

  private final String title;
  private final String format;
  private final Kind kind;
  private final boolean helpers;

  Variant(String title, String format, Kind kind, boolean helpers) {
    this.title = title;
    this.format = format;
    this.kind = kind;
    this.helpers = helpers;
  }

  /** For people: what it is, how it differs from production, its events and the guarantee. */
  public String title(AppSettings settings) {
    String drift = ours() ? settings.drift() : "";
    return "%s, %s%s%s, %s"
        .formatted(
            title,
            drift.isEmpty() ? "" : drift + ", ",
            ours() && settings.shadow() ? "with a shadow, " : "",
            format,
            settings.exactlyOnce() ? "exactly once" : "at least once");
  }

  /** Whether it is ours, and so heeds the settings of drift. */
  boolean ours() {
    return this == OURS_CONSTANT || this == OURS_MLP || this == OURS_CNN;
  }

  /** The network whose answers are expected; empty if it has none. */
  public Optional<Kind> kind() {
    return Optional.ofNullable(kind);
  }

  /** Whether Deeplearning4j's helpers are enabled in its JVM. */
  boolean helpers() {
    return helpers;
  }

  boolean readsJson() {
    return format.equals("JSON");
  }
}
