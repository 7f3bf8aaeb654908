package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.Problems;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.family.Setting;
import org.inkstream.trainer.family.Settings;
import org.inkstream.trainer.fit.ComputingThreads;
import org.inkstream.trainer.fit.DivergedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}. */
@Command(
    name = "train",
    description = {
      "Trains a model, measures it on the test images, and writes a bundle.",
      "The same seed, data and options give the same weights, bit by bit, on one machine with one"
          + " number of threads."
    })
final class TrainCommand implements Callable<Integer>, Checked {

  private CommandSpec spec;

  @Mixin private DataFolder data;
  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      defaultValue = "cnn",
      description = "One of the families below. Default: ${DEFAULT-VALUE}.")
  private String family;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Another value for a setting of the family, see below; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      description =
          "How grey values become numbers. none: 0 to 255. scale: 0 to 1. centre: -1 to 1."
              + " mean-image: 0 to 1, less the mean training image. standardise: besides, divided by"
              + " the standard deviation of each pixel. Default: as the family needs.")
  private String preprocess;

  @Option(
      names = "--update",
      paramLabel = "BUNDLE",
      description =
          "Go on learning from this bundle's model, on the images of --data, with its"
              + " preprocessing (svm only).")
  private Path update;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of every random choice, the parting of the data included. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--split",
      paramLabel = "RULE",
      defaultValue = "official",
      description =
          "official: the published test images are the test part. shuffled: all images are merged"
              + " and shuffled first, so that every part has one distribution. Default:"
              + " ${DEFAULT-VALUE}.")
  private String rule;

  @Option(
      names = "--quick",
      description =
          "A weak network within seconds, right about nine times out of ten: few epochs over few"
              + " images, as they are.")
  private boolean quick;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Most passes over the images. Default: as the model needs.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images in one step. Default: as the model needs.")
  private Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The highest rate of the schedule. Default: as the model needs.")
  private Double learningRate;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Most images to learn from. Default: all of the part for training.")
  private Integer trainImages;

  @Option(
      names = "--no-augment",
      description = "Learn from the images as they are, not changed a little each time.")
  private boolean noAugment;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: environment variable OMP_NUM_THREADS, or 1.")
  private Integer threads;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    checkChoice(problems, "--model", family, ModelFamily.values());
    checkChoice(problems, "--split", rule, SplitRule.values());
    if (preprocess != null) {
      checkChoice(problems, "--preprocess", preprocess, Scaling.values());
    }
    choice(family, ModelFamily.values()).ifPresent(chosen -> checkSettings(problems, chosen));
    checkAtLeastOne(problems, "--train-images", trainImages);
    checkAtLeastOne(problems, "--threads", threads);
  }

  private void checkSettings(Problems problems, ModelFamily chosen) {
    Settings.problems("--set", chosen, set).forEach(problems::add);
    SHORTHANDS.forEach(
        (option, setting) -> {
          Optional<String> value = shorthand(option);
          if (value.isEmpty()) {
            return;
          }
          Optional<Setting> known =
              chosen.settings().stream().filter(one -> one.name().equals(setting)).findFirst();
          if (known.isEmpty()) {
            problems.add(option + ": " + chosen + " has no setting " + setting);
          } else {
            problems.check(known.get().fine().test(value.get()), option, known.get().allowed());
            problems.add(
                !set.containsKey(setting), option + " and --set " + setting + " are the same");
          }
        });
    if (update != null) {
      problems.add(chosen.canGoOn(), "--update: " + chosen + " cannot go on learning, svm can");
      problems.add(preprocess == null, "--preprocess: with --update it is the bundle's");
      for (String fixed : List.of("landmarks", "gamma")) {
        problems.add(
            !set.containsKey(fixed), "--set " + fixed + ": with --update it is the bundle's");
      }
    }
  }

  /** Options that are older than --set, and what they set. */
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "--epochs", "epochs",
          "--batch", "batch",
          "--learning-rate", "learningRate",
          "--no-augment", "augment");

  private Optional<String> shorthand(String option) {
    Object value =
        switch (option) {
          case "--epochs" -> epochs;
          case "--batch" -> batch;
          case "--learning-rate" -> learningRate;
          default -> noAugment ? "false" : null;
        };
    return Optional.ofNullable(value).map(Object::toString);
  }

  @Override
  public Integer call() {
    target.check();
    Optional<Bundle> before =
        Optional.ofNullable(update).map(file -> BundleSource.parts(BundleSource.read(file), file));
    TrainingPlan plan = plan(before.map(Bundle::manifest));
    Optional<SigningKey> key = signing.key();
    if (threads != null) {
      ComputingThreads.use(threads);
    }
    ImageSet published = data.read(Part.TRAIN);
    ImageSet test = data.read(Part.TEST);
    AtomicBoolean stopped = new AtomicBoolean();
    PrintWriter err = spec.commandLine().getErr();
    ProgressPrinter progress =
        new ProgressPrinter(err, ProgressPrinter.onTerminal(), System::nanoTime);
    Interruption.cutsShort(
        () -> stopped.set(true),
        () -> {
          try {
            Trained trained =
                new Trainer(InstantSource.system(), progress, stopped::get)
                    .train(plan, before, published, test);
            target.write(trained.bundle(), key);
            PrintWriter result = spec.commandLine().getOut();
            result.print(
                json
                    ? TrainReport.json(trained, target.file())
                    : TrainReport.text(trained, target.file()));
            result.flush();
          } catch (CancellationException e) {
            progress.erase();
            err.println("inkstream: interrupted; no bundle was written");
          } catch (UnsuitableDataException e) {
            throw new CommandFailure("--data: " + e.getMessage(), e);
          } catch (DivergedException e) {
            progress.erase();
            throw new CommandFailure(e.getMessage(), e);
          } catch (OutOfMemoryError e) {
            progress.erase();
            throw new CommandFailure(
                "not enough memory (" + e.getMessage() + "); a smaller --batch needs less", e);
          }
        });
    return stopped.get() ? 1 : 0;
  }

  private TrainingPlan plan(Optional<Manifest> before) {
    ModelFamily chosen = choice(family, ModelFamily.values()).orElseThrow();
    Map<String, String> values = new LinkedHashMap<>(set);
    SHORTHANDS.forEach(
        (option, setting) -> shorthand(option).ifPresent(value -> values.put(setting, value)));
    before.ifPresent(manifest -> take(manifest, chosen, values));
    int images =
        trainImages != null ? trainImages : quick ? chosen.quickImages() : Integer.MAX_VALUE;
    Scaling scaling =
        preprocess == null ? chosen.scaling() : choice(preprocess, Scaling.values()).orElseThrow();
    try {
      return new TrainingPlan(
          chosen.recipe(quick, values),
          scaling,
          choice(rule, SplitRule.values()).orElseThrow(),
          images,
          seed);
    } catch (IllegalArgumentException e) {
      // The options were looked at: what is wrong now is what the bundle says.
      throw new CommandFailure("--update: " + update + ": " + e.getMessage(), e);
    }
  }

  /** What is fixed once and for all when a machine is first made. */
  private void take(Manifest manifest, ModelFamily chosen, Map<String, String> values) {
    if (!manifest.family().equals(chosen.toString())) {
      throw new CommandFailure(
          "--update: %s is of the family %s, not %s".formatted(update, manifest.family(), chosen));
    }
    for (String fixed : List.of("landmarks", "gamma")) {
      values.put(fixed, manifest.hyperparameters().getOrDefault(fixed, ""));
    }
  }

  @Spec
  void explain(CommandSpec command) {
    this.spec = command;
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Families and their settings, with defaults:");
    for (ModelFamily one : ModelFamily.values()) {
      lines.add("");
      lines.add("  %s: %s; --preprocess %s".formatted(one, one.description(), one.scaling()));
      one.settings().forEach(setting -> lines.add("    " + setting.help()));
    }
    command.usageMessage().footer(lines.toArray(String[]::new));
  }

  private static <E extends Enum<E>> Optional<E> choice(String value, E[] choices) {
    return Arrays.stream(choices).filter(choice -> choice.toString().equals(value)).findFirst();
  }

  private static <E extends Enum<E>> void checkChoice(
      Problems problems, String option, String value, E[] choices) {
    String known = Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(", "));
    problems.check(choice(value, choices).isPresent(), option, "one of " + known);
  }

  private static void checkAtLeastOne(Problems problems, String option, Integer value) {
    problems.check(value == null || value >= 1, option, "1 or more");
  }
}
