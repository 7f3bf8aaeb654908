package org.inkstream.streams.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.drift.DriftListener;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.drift.DriftWindows;
import org.inkstream.streams.labels.LabelJoin;
import org.inkstream.streams.labels.LabelListener;
import org.inkstream.streams.labels.LabelOutcome;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.labels.LossRanks;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.models.Shadows;
import org.inkstream.streams.scoring.RecentEvents;
import org.inkstream.streams.scoring.ScoringListener;
import org.inkstream.streams.scoring.ScoringSettings;
import org.inkstream.streams.scoring.ScoringSupplier;
import org.inkstream.streams.scoring.ShadowListener;
import org.inkstream.streams.scoring.ShadowScoring;
import org.inkstream.streams.serde.WireSerde;
import org.inkstream.streams.shadow.ShadowReportListener;
import org.inkstream.streams.shadow.ShadowWindows;
import org.inkstream.streams.testing.TestModel;
import org.inkstream.streams.topology.InkstreamTopology;

/** The production topology with the production settings, driven without a broker. */
final class TopologyFixture implements AutoCloseable {

  /** What the wall clock says at first. */
  static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  static final int MAX_BATCH = 4;
  static final Duration LINGER = Duration.ofMillis(5);

  /** Losses below one nat, and others. */
  private static final LossRanks RANKS =
      new LossRanks() {
        @Override
        public int bins() {
          return 2;
        }

        @Override
        public int bin(double loss, long hash) {
          return loss < 1 ? 0 : 1;
        }

        @Override
        public Optional<PredictionSets> predictionSets() {
          return Optional.empty();
        }
      };

  final Topics topics = new Topics("test.");
  final Champions champions = new Champions();
  final Listener listener = new Listener();
  final HeardLabels heard = new HeardLabels();
  final List<String> loads = new ArrayList<>();
  private final Map<String, Supplier<LoadedModel>> models = new LinkedHashMap<>();
  private final Map<String, ReferenceProfile> profiles = new HashMap<>();
  private final ModelPool pool = new ModelPool(this::load);
  final Shadows shadows = new Shadows();
  final ShadowWork shadowWork = new ShadowWork();
  final HeardShadow heardOfShadow = new HeardShadow();
  private final ShadowScoring shadowScoring =
      ShadowScoring.on(shadowWork, shadows, pool, MAX_BATCH);
  private AliasHistory shadowHistory = AliasHistory.EMPTY;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> images;
  private final TestInputTopic<byte[], byte[]> labels;
  private final TestInputTopic<byte[], byte[]> driftAcks;
  private final TestOutputTopic<byte[], Classification> classifications;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private final TestOutputTopic<String, DriftReport> driftReports;
  private final TestOutputTopic<String, DriftCounts> labelCounts;
  private final TestOutputTopic<String, ShadowReport> shadowReports;

  /** The topology as it is served. */
  TopologyFixture(Path stateDir) {
    this(stateDir, true);
  }

  private TopologyFixture(Path stateDir, boolean withLabels) {
    driver =
        new TopologyTestDriver(
            withLabels ? topology() : topologyWithoutLabels(), properties(stateDir), START);
    images =
        driver.createInputTopic(
            topics.images().name(), new ByteArraySerializer(), new ByteArraySerializer());
    driftAcks =
        driver.createInputTopic(
            topics.driftAcks().name(), new ByteArraySerializer(), new ByteArraySerializer());
    classifications =
        driver.createOutputTopic(
            topics.classifications().name(),
            new ByteArrayDeserializer(),
            WireSerde.of(Classification.class).deserializer());
    deadLetters =
        driver.createOutputTopic(
            topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    driftReports =
        driver.createOutputTopic(
            topics.driftReports().name(),
            new StringDeserializer(),
            WireSerde.of(DriftReport.class).deserializer());
    shadowReports =
        driver.createOutputTopic(
            topics.shadowReports().name(),
            new StringDeserializer(),
            WireSerde.of(ShadowReport.class).deserializer());
    labelCounts =
        driver.createOutputTopic(
            "inkstream-test-label-counts-repartition",
            new StringDeserializer(),
            WireSerde.of(DriftCounts.class).deserializer());
    labels =
        driver.createInputTopic(
            topics.labels().name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Labels are not read, so that windows do not wait for them. */
  static TopologyFixture withoutLabels(Path stateDir) {
    return new TopologyFixture(stateDir, false);
  }

  private Topology topologyWithoutLabels() {
    return InkstreamTopology.of(
        topics,
        scoring(0, Optional.empty()),
        new DriftWindows(DriftSettings.DEFAULT, 1, this::profile, DriftListener.NONE));
  }

  private ScoringSupplier scoring(int labelPartitions, Optional<ShadowScoring> shadow) {
    return new ScoringSupplier(
        topics.images(),
        new ScoringSettings(MAX_BATCH, LINGER, ScoringSettings.DEFAULT.clockTolerance()),
        champions,
        pool,
        DriftSettings.DEFAULT,
        Runnable::run,
        listener,
        labelPartitions,
        shadow,
        heardOfShadow);
  }

  Topology topology() {
    return InkstreamTopology.of(
        topics,
        scoring(1, Optional.of(shadowScoring)),
        new DriftWindows(DriftSettings.DEFAULT, 2, this::profile, DriftListener.NONE),
        Optional.of(
            new LabelJoin(
                LabelSettings.DEFAULT,
                DriftSettings.DEFAULT,
                1,
                1,
                version -> Optional.of(RANKS),
                heard)),
        Optional.of(new ShadowWindows(DriftSettings.DEFAULT, 1, ShadowReportListener.NONE)));
  }

  static Properties properties(Path stateDir) {
    return StreamsConfiguration.of(
        Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1"),
        settings(Map.of()),
        stateDir);
  }

  static ServeSettings settings(Map<String, String> overrides) {
    return settings(Duration.ofMillis(100), overrides);
  }

  static ServeSettings settings(Duration commitInterval, Map<String, String> overrides) {
    return new ServeSettings(
        "instance-1",
        new StreamSettings("inkstream-test", 1, true, commitInterval, 4, overrides),
        new ScoringSettings(MAX_BATCH, LINGER, ScoringSettings.DEFAULT.clockTolerance()),
        DriftSettings.DEFAULT,
        LabelSettings.DEFAULT,
        HttpSettings.local(Optional.of(0)));
  }

  /** Makes a model champion of all events from a time on. */
  TopologyFixture promote(TestModel model, Instant from) {
    return promote(model.version(), () -> model.load(MAX_BATCH), from);
  }

  /** The same with whatever is loaded under the version's name. */
  TopologyFixture promote(String version, Supplier<LoadedModel> model, Instant from) {
    models.put(version, model);
    return promote(version, from);
  }

  /** Promotes a version, which is refused if it was not promoted with its model before. */
  TopologyFixture promote(String version, Instant from) {
    AliasHistory history = champions.history().with(change("champion", version, from));
    champions.update(history);
    return this;
  }

  /** Makes a model shadow of all events from a time on. */
  TopologyFixture shadow(TestModel model, Instant from) {
    return shadow(model.version(), () -> model.load(MAX_BATCH), from);
  }

  /** The same with whatever is loaded under the version's name. */
  TopologyFixture shadow(String version, Supplier<LoadedModel> model, Instant from) {
    models.put(version, model);
    return shadow(version, from);
  }

  /** Names a shadow, which is refused without its model; null for none. */
  TopologyFixture shadow(String version, Instant from) {
    shadowHistory = shadowHistory.with(change("shadow", version, from));
    shadows.update(shadowHistory);
    return this;
  }

  private static AliasChange change(String alias, String version, Instant from) {
    return AliasChange.newBuilder()
        .setAlias(alias)
        .setVersion(version)
        .setEffectiveFrom(from)
        .setChangedAt(from)
        .build();
  }

  /** Pipes an event that has the wall clock's first time. */
  void pipe(byte[] value) {
    pipe(null, value, START);
  }

  void pipe(String key, byte[] value, Instant timestamp) {
    pipe(key, value, timestamp, new RecordHeaders());
  }

  void pipe(String key, byte[] value, Instant timestamp, Headers headers) {
    images.pipeInput(
        new TestRecord<>(key == null ? null : key.getBytes(), value, headers, timestamp));
  }

  /** Pipes what is to be an acknowledgement. */
  void acknowledge(byte[] value, Instant timestamp) {
    driftAcks.pipeInput(new TestRecord<>(null, value, timestamp));
  }

  /** Lets wall-clock time pass, and with it what lingers. */
  void wait(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** Lets what waits be scored: nothing more comes from one tick, once a linger, to the next. */
  void linger() {
    wait(LINGER);
    wait(LINGER);
  }

  /** The answers since the last call. */
  List<TestRecord<byte[], Classification>> classifications() {
    return classifications.readRecordsToList();
  }

  /** The ids of the answers since the last call. */
  List<String> classifiedIds() {
    return classifications().stream().map(answer -> answer.value().getId()).toList();
  }

  /** The dead letters since the last call. */
  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  /** The drift reports since the last call. */
  List<TestRecord<String, DriftReport>> driftReports() {
    return driftReports.readRecordsToList();
  }

  /** Pipes a label's bytes, as {@code LabelEvent} or not. */
  void pipeLabel(byte[] value, Instant timestamp) {
    labels.pipeInput(new TestRecord<>(null, value, new RecordHeaders(), timestamp));
  }

  /** What labels said since the last call, as it goes to the windows; not what says nothing. */
  List<DriftCounts> labelCounts() {
    return labelCounts.readValuesToList().stream()
        .filter(counts -> !counts.getVersion().isEmpty())
        .toList();
  }

  /** The shadow's reports since the last call. */
  List<TestRecord<String, ShadowReport>> shadowReports() {
    return shadowReports.readRecordsToList();
  }

  /** True while somebody scores with the version: nothing here is kept warm. */
  boolean isLoaded(String version) {
    return pool.peek(version, LoadedModel::manifest).isPresent();
  }

  boolean outputsAreEmpty() {
    return classifications.isEmpty()
        && deadLetters.isEmpty()
        && driftReports.isEmpty()
        && shadowReports.isEmpty();
  }

  @Override
  public void close() {
    driver.close();
    shadowScoring.close();
    pool.close();
  }

  private LoadedModel load(String version) throws RefusedException {
    loads.add(version);
    if (!models.containsKey(version)) {
      throw new RefusedException(RefusalReason.WRONG_DIGEST, "not the bytes that were published");
    }
    LoadedModel model = models.get(version).get();
    profiles.put(version, model.profile());
    return model;
  }

  private Optional<ReferenceProfile> profile(String version) {
    return Optional.ofNullable(profiles.get(version));
  }

  /** How many labels became what. */
  static final class HeardLabels implements LabelListener {
    final Map<LabelOutcome, Long> outcomes = new TreeMap<>();
    long waiting;

    @Override
    public void labels(LabelOutcome outcome, long count) {
      outcomes.merge(outcome, count, Long::sum);
    }

    @Override
    public void forgotten(long ids) {}

    @Override
    public void waiting(int partition, long events) {
      waiting = events;
    }
  }

  /** The shadow's thread: works at once, later, or takes nothing. */
  static final class ShadowWork implements Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int room = Integer.MAX_VALUE;
    private boolean atOnce = true;

    /** From now on nothing is worked on before {@link #catchUp}, and so many may wait. */
    void stall(int mayWait) {
      atOnce = false;
      room = mayWait;
    }

    void catchUp() {
      waiting.forEach(Runnable::run);
      waiting.clear();
    }

    @Override
    public void execute(Runnable work) {
      if (atOnce) {
        work.run();
      } else if (waiting.size() < room) {
        waiting.add(work);
      } else {
        throw new RejectedExecutionException("full");
      }
    }
  }

  /** How many events of the shadow became what. */
  static final class HeardShadow implements ShadowListener {
    long compared;
    long shed;
    long failed;

    @Override
    public void compared(String shadow, long events) {
      compared += events;
    }

    @Override
    public void shed(String shadow, long events) {
      shed += events;
    }

    @Override
    public void failed(String shadow, long events) {
      failed += events;
    }
  }

  /** Remembers what it hears, as {@code version x images} and so on. */
  static final class Listener implements ScoringListener {
    final List<Integer> batches = new ArrayList<>();
    final List<String> switches = new ArrayList<>();
    final List<RejectionReason> rejections = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    int outliers;

    @Override
    public void batchScored(String version, int images, long nanos) {
      batches.add(images);
    }

    @Override
    public void classified(String version, long ageMillis) {}

    @Override
    public void answered(
        List<String> names, int[] classes, float[] confidences, int count, int outliers) {
      for (int i = 0; i < count; i++) {
        said.add(names.get(classes[i]) + " " + confidences[i]);
      }
      this.outliers += outliers;
    }

    @Override
    public void deadLettered(RejectionReason reason) {
      rejections.add(reason);
    }

    @Override
    public void switched(
        String version, int partition, long offset, long timestamp, RecentEvents recent) {
      switches.add(version + " from " + partition + ":" + offset);
    }
  }
}
