package org.inkstream.streams.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.TemporaryFolder;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.broker.BrokerStartException;
import org.inkstream.streams.broker.EmbeddedBroker;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.produce.ImageProducer;
import org.inkstream.streams.produce.ProduceSettings;
import org.inkstream.streams.scoring.ScoringSettings;
import org.inkstream.streams.serve.HttpSettings;
import org.inkstream.streams.serve.ServeSettings;
import org.inkstream.streams.serve.ServingApp;
import org.inkstream.streams.serve.StreamSettings;

/** The demonstration, act by act. */
final class Demo {

  private static final int BROKER_PORT = 9092;
  private static final long STEP_MILLIS = 200;
  private static final Duration NEWS_EVERY = Duration.ofSeconds(5);
  private static final Duration AFTER_SWAP = Duration.ofSeconds(15);
  private static final Duration DRIFT_WINDOW = Duration.ofSeconds(10);
  private static final Duration TURNED = Duration.ofSeconds(35);
  private static final Duration ANSWERS = Duration.ofSeconds(30);
  private static final int DEGREES = 30;

  private final DemoSettings settings;
  private final ImageSet images;
  private final Consumer<String> out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Instant start = Instant.now();
  private final List<LaunchedCommand> launched = new ArrayList<>();
  private final DriftNews drift = new DriftNews();
  private long sent;

  /** Some network has become champion. */
  private boolean answering;

  Demo(DemoSettings settings, ImageSet images, Consumer<String> out) {
    this.settings = settings;
    this.images = images;
    this.out = out;
  }

  /** Ends the demonstration soon; may be called by any thread. */
  void stop() {
    stop.countDown();
  }

  /** Shows all; 0 if nothing was lost or answered twice. */
  int run() {
    try (TemporaryFolder folder = TemporaryFolder.create("inkstream-demo-");
        EmbeddedBroker broker =
            EmbeddedBroker.start(
                EmbeddedBroker.Config.preferring(folder.path().resolve("broker"), BROKER_PORT))) {
      say("broker ready at " + broker.bootstrapServers());
      return withBroker(KafkaOptions.of(broker.bootstrapServers(), ""), folder.path());
    } catch (IOException e) {
      throw new CommandFailure("no temporary folder: " + e.getMessage(), e);
    } catch (BrokerStartException e) {
      throw new CommandFailure(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int withBroker(KafkaOptions kafka, Path folder) throws InterruptedException {
    kafka.requireTopics(TopicAdmin.DEFAULT_PARTITIONS);
    ServingApp app =
        new ServingApp(
            kafka.client(),
            kafka.topics(),
            new ServeSettings(
                "demo",
                new StreamSettings("inkstream", 1, true, Duration.ofMillis(100), 1, Map.of()),
                ScoringSettings.DEFAULT,
                DriftSettings.DEFAULT.withWindow(DRIFT_WINDOW),
                LabelSettings.DEFAULT,
                HttpSettings.local(Optional.empty())));
    Thread serving = new Thread(() -> serve(app), "serving");
    serving.start();
    try (Audience audience = new Audience(kafka.client(), kafka.topics(), this::tell)) {
      acts(kafka, folder, audience);
      return summary(audience) ? 0 : 1;
    } finally {
      launched.forEach(LaunchedCommand::close);
      app.stop();
      serving.join();
    }
  }

  private void acts(KafkaOptions kafka, Path folder, Audience audience)
      throws InterruptedException {
    try (Producer<byte[], byte[]> client = ImageProducer.kafkaProducer(kafka.client())) {
      ImageProducer upright = producer(client, kafka, "demo");
      upright.start();
      say("sending %.0f images a second; they wait for a champion".formatted(settings.rate()));
      boolean shown =
          trainAndPromote(
                  kafka, folder.resolve("first.bundle"), audience, "--model=softmax", "--quick")
              && awaitFirst(audience)
              && trainAndPromote(
                  kafka,
                  folder.resolve("better.bundle"),
                  audience,
                  "--model=" + settings.better(),
                  "--train-images=" + UnseenImages.LEARNT,
                  "--epochs=" + settings.epochs())
              && awaitSwap(audience)
              && news(audience, AFTER_SWAP);
      upright.stop();
      if (shown) {
        say("from now on every image is turned by " + DEGREES + " degrees");
        ImageProducer turned = producer(client, kafka, Audience.TURNED);
        turned.corrupt(List.of(Corruption.parse("rotate:" + DEGREES)));
        drift.turned(Instant.now(), audience.classified());
        turned.start();
        news(audience, TURNED);
        finish(turned);
      }
      finish(upright);
      if (!shown) {
        say("the time was over before everything was shown");
      }
    }
    if (!answering) {
      return;
    }
    say("no more images; waiting for the last answers");
    long deadline = System.nanoTime() + ANSWERS.toNanos();
    while (audience.classified() + audience.deadLettered() < sent && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private ImageProducer producer(
      Producer<byte[], byte[]> client, KafkaOptions kafka, String source) {
    return new ImageProducer(
        client,
        kafka.topics(),
        images,
        ProduceSettings.of(source, "1")
            .labelled(true)
            .shuffled(true)
            .repeated(true)
            .atRate(settings.rate()));
  }

  /** Ends a producer and counts what the brokers have of it. */
  private void finish(ImageProducer producer) throws InterruptedException {
    producer.stop();
    long deadline = System.nanoTime() + ANSWERS.toNanos();
    while (producer.counts().acknowledged() < producer.counts().sent()
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    sent += producer.counts().acknowledged();
  }

  private boolean trainAndPromote(
      KafkaOptions kafka, Path bundle, Audience audience, String... options)
      throws InterruptedException {
    List<String> train =
        new ArrayList<>(
            List.of(
                "train",
                "--data=mnist",
                "--split=shuffled",
                "--seed=" + UnseenImages.SEED,
                "--out=" + bundle));
    train.addAll(List.of(options));
    return launch(train, audience)
        && launch(
            List.of(
                "publish",
                bundle.toString(),
                "--promote",
                "--bootstrap-servers=" + kafka.bootstrapServers()),
            audience);
  }

  /** Runs a command to its end while the stream flows; false if the time is over before. */
  private boolean launch(List<String> command, Audience audience) throws InterruptedException {
    say("$ ./inkstream " + String.join(" ", command));
    LaunchedCommand running =
        LaunchedCommand.start(settings.launcher(), line -> say("  " + line), command);
    launched.add(running);
    return await(running::succeeded, audience);
  }

  private boolean awaitFirst(Audience audience) throws InterruptedException {
    boolean first = await(() -> audience.classified() > 0, audience);
    answering = first;
    if (first) {
      say("the first classifications are there");
    }
    return first;
  }

  private boolean awaitSwap(Audience audience) throws InterruptedException {
    boolean swapped = await(() -> !audience.receipts().isEmpty(), audience);
    if (swapped) {
      audience.receipts().forEach(receipt -> say("swapped: " + words(receipt)));
    }
    return swapped;
  }

  /** Lets the stream flow for a while. */
  private boolean news(Audience audience, Duration howLong) throws InterruptedException {
    Instant end = Instant.now().plus(howLong);
    return await(() -> Instant.now().isAfter(end), audience);
  }

  /** Waits, telling what goes on; false if the demonstration is over before. */
  private boolean await(BooleanSupplier done, Audience audience) throws InterruptedException {
    Instant next = Instant.now().plus(NEWS_EVERY);
    while (!done.getAsBoolean()) {
      if (stop.await(STEP_MILLIS, TimeUnit.MILLISECONDS)
          || Duration.between(start, Instant.now()).compareTo(settings.duration()) > 0) {
        return false;
      }
      if (Instant.now().isAfter(next)) {
        next = next.plus(NEWS_EVERY);
        if (audience.classified() > 0) {
          say(
              "classified %,d; accuracy now: %s"
                  .formatted(audience.classified(), audience.recentAccuracy()));
        }
      }
    }
    return true;
  }

  private boolean summary(Audience audience) {
    out.accept("");
    audience.accuracy().forEach(out);
    audience.receipts().forEach(receipt -> out.accept("receipt: " + words(receipt)));
    out.accept(drift.summary());
    long answered = audience.classified() + audience.deadLettered();
    long lost = Math.max(0, sent - answered);
    out.accept("sent: " + sent);
    out.accept("classified: " + audience.classified());
    out.accept("dead-lettered: " + audience.deadLettered());
    if (!answering) {
      out.accept("waiting: " + (sent - answered));
      out.accept(
          "no network was champion yet: --duration %d is too short here"
              .formatted(settings.duration().toSeconds()));
      return false;
    }
    out.accept("lost: " + lost);
    out.accept("duplicated: " + audience.duplicated());
    return lost == 0 && audience.duplicated() == 0;
  }

  private void tell(DriftReport report, long classified) {
    drift.lines(report, Instant.now(), classified).forEach(this::say);
  }

  private static String words(SwapReceipt receipt) {
    return ("%s -> %s from %s on; fetched %d ms, verified %d ms, loaded %d ms, warmed %d ms;"
            + " p99 of a batch %d us before, %d us during, %d us after; %d late events")
        .formatted(
            receipt.getFrom(),
            receipt.getTo(),
            receipt.getEffectiveFrom(),
            receipt.getFetchMillis(),
            receipt.getVerifyMillis(),
            receipt.getLoadMillis(),
            receipt.getWarmMillis(),
            receipt.getBefore().getP99Micros(),
            receipt.getDuring().getP99Micros(),
            receipt.getAfter().getP99Micros(),
            receipt.getLateEvents());
  }

  private void serve(ServingApp app) {
    try {
      app.run(this::say);
    } catch (IOException | RuntimeException e) {
      say("serving has ended: " + e.getMessage());
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    out.accept(
        String.format(
            Locale.ROOT, "[%3d s] %s", Duration.between(start, Instant.now()).toSeconds(), line));
  }
}
