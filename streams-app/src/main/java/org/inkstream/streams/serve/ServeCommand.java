package org.inkstream.streams.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Classifies the stream until it is interrupted. */
@Command(
    name = "serve",
    description =
        "Classifies the events of the images topic. Start as many as you like: instances with the"
            + " same application id share the partitions.")
public final class ServeCommand implements Callable<Integer>, Checked {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Mixin private StreamOptions stream;
  @Mixin private BatchOptions batch;
  @Mixin private DriftOptions drift;
  @Mixin private LabelOptions labels;
  @Mixin private ProbationOptions probation;
  @Mixin private ModelOptions models;
  @Mixin private VersionOptions versions;
  @Mixin private HttpOptions http;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "Name in status and logs. Default: the host's name and a random number.")
  private String instance;

  private Supplier<ServeSettings> checked;

  /** The command, for picocli. */
  public ServeCommand() {}

  @Override
  public void check(Problems problems) {
    Supplier<StreamSettings> streamed = stream.checked(problems, kafka.topics().prefix());
    Supplier<ScoringSettings> scoring = batch.checked(problems);
    Supplier<DriftSettings> drifting = drift.checked(problems);
    Supplier<LabelSettings> labelled = labels.checked(problems);
    Supplier<ProbationSettings> tried = probation.checked(problems);
    Supplier<ModelSettings> asked = models.checked(problems);
    Supplier<VersionSettings> kept = versions.checked(problems);
    Supplier<HttpSettings> served = http.checked(problems);
    checked =
        () ->
            new ServeSettings(
                instance == null ? defaultInstance() : instance,
                streamed.get(),
                scoring.get(),
                drifting.get(),
                labelled.get(),
                tried.get(),
                asked.get(),
                kept.get(),
                served.get());
  }

  /** Serves. */
  @Override
  public Integer call() {
    ServeSettings settings = checked.get();
    if (settings.models().trusted().isEmpty()) {
      LOG.warn("event=any-network-accepted detail=no --trusted-keys, so nothing has to be signed");
    }
    kafka.requireTopics(settings.stream().partitions());
    ServingApp app = new ServingApp(kafka.client(), kafka.topics(), settings, kafka::schemaTrouble);
    PrintWriter out = spec.commandLine().getOut();
    Interruption.endsWell(
        app::stop,
        () -> {
          try {
            app.run(out::println);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException e) {
            throw new CommandFailure("no temporary folder for state: " + e.getMessage(), e);
          }
        });
    return 0;
  }

  private static String defaultInstance() {
    String number = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + number;
    } catch (UnknownHostException e) {
      return "instance-" + number;
    }
  }
}
