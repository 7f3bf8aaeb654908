package org.inkstream.streams.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;

/** An instance inside the test's process, where that is enough: it starts faster. */
final class ServeThread implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServingApp app;
  private final StringBuffer printed = new StringBuffer();
  private final CompletableFuture<Void> ended;

  private ServeThread(ServingApp app) {
    this.app = app;
    this.ended = CompletableFuture.runAsync(this::run);
  }

  static ServeThread start(Deployment deployment, String applicationId) {
    return start(deployment, applicationId, ModelSettings.OPEN);
  }

  static ServeThread start(Deployment deployment, String applicationId, ModelSettings models) {
    return start(
        deployment,
        applicationId,
        applicationId,
        models,
        VersionSettings.DEFAULT,
        Optional.empty());
  }

  static ServeThread start(
      Deployment deployment,
      String applicationId,
      String instance,
      VersionSettings versions,
      Optional<String> token) {
    return start(deployment, applicationId, instance, ModelSettings.OPEN, versions, token);
  }

  /** With a schema registry that may be in trouble. */
  static ServeThread start(
      Deployment deployment, String applicationId, Supplier<Optional<String>> schemaTrouble) {
    return start(
        deployment,
        applicationId,
        applicationId,
        ModelSettings.OPEN,
        VersionSettings.DEFAULT,
        Optional.empty(),
        schemaTrouble);
  }

  private static ServeThread start(
      Deployment deployment,
      String applicationId,
      String instance,
      ModelSettings models,
      VersionSettings versions,
      Optional<String> token) {
    return start(deployment, applicationId, instance, models, versions, token, Optional::empty);
  }

  private static ServeThread start(
      Deployment deployment,
      String applicationId,
      String instance,
      ModelSettings models,
      VersionSettings versions,
      Optional<String> token,
      Supplier<Optional<String>> schemaTrouble) {
    return new ServeThread(
        new ServingApp(
            deployment.kafka().client(),
            deployment.topics(),
            new ServeSettings(
                instance,
                new StreamSettings(
                    deployment.topics().prefix() + applicationId,
                    1,
                    true,
                    Duration.ofMillis(100),
                    1,
                    Map.of()),
                new ScoringSettings(32, Duration.ofMillis(5), Duration.ofHours(1)),
                DriftSettings.DEFAULT,
                LabelSettings.DEFAULT,
                ProbationSettings.OFF,
                models,
                versions,
                new HttpSettings("localhost", Optional.of(0), token)),
            schemaTrouble));
  }

  ServeThread awaitReady() {
    await("to be ready", () -> Pages.status(printed.toString(), "/health/ready") == 200);
    return this;
  }

  /** The text of its answer to a GET. */
  String text(String path) {
    return Pages.text(printed.toString(), path);
  }

  void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (ended.isDone() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("serve was awaited " + what + ": " + text("/health/ready"));
      }
      Deployment.pause();
    }
  }

  /** Where its pages are. */
  String root() {
    return Pages.root(printed.toString());
  }

  /** Waits until it has ended by itself, and returns what it failed with. */
  Throwable awaitFailure() {
    try {
      ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      throw new AssertionError("serve ended in order");
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  /** Stops it in order and fails if it had failed. */
  @Override
  public void close() {
    app.stop();
    ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void run() {
    try {
      app.run(printed::append);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
