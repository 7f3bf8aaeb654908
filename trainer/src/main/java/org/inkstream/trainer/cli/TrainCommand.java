package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.Fold;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.fit.ComputingThreads;
import org.inkstream.trainer.fit.DivergedException;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}. */
@Command(
    name = "train",
    description = {
      "Trains a network, measures it on the test images, and writes a bundle.",
      "The same seed, data and options give the same weights, bit by bit, on one machine with one"
          + " number of threads."
    })
final class TrainCommand implements Callable<Integer>, Checked {

  /** Above, a step needs more native memory than the launcher allows, and learns no faster. */
  private static final int MOST_BATCH = 1024;

  @Spec private CommandSpec spec;

  @Mixin private DataFolder data;
  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      defaultValue = "cnn",
      description = "cnn, mlp or softmax. Default: ${DEFAULT-VALUE}.")
  private String family;

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
      description =
          "official: the published test images are the test part. shuffled: all images are merged"
              + " and shuffled first, so that every part has one distribution. stratified: the"
              + " same, and every part has its share of each class. Default: official, or"
              + " stratified for data without a test part.")
  private String rule;

  @Option(
      names = "--fold",
      paramLabel = "I/K",
      description =
          "Test on fold I of K, and learn from the others: folds of the published training images,"
              + " or of all with --split stratified. The --seed must be the same for all folds.")
  private String fold;

  @Mixin private ClassWeightsOption classWeights;

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
    checkChoice(problems, "--model", family, Family.values());
    if (rule != null) {
      checkChoice(problems, "--split", rule, SplitRule.values());
    }
    problems.check(
        fold == null || isFold(fold), "--fold", "I/K with I from 1 to K and K of 2 or more");
    boolean shuffled = SplitRule.SHUFFLED.toString().equals(rule);
    problems.add(fold == null || !shuffled, "--fold needs --split official or stratified");
    problems.add(!data.hasGroups() || !shuffled, "--groups needs --split official or stratified");
    checkAtLeastOne(problems, "--epochs", epochs);
    problems.check(
        batch == null || (batch >= 1 && batch <= MOST_BATCH), "--batch", "1 to " + MOST_BATCH);
    checkAtLeastOne(problems, "--train-images", trainImages);
    checkAtLeastOne(problems, "--threads", threads);
    problems.check(
        learningRate == null || (learningRate > 0 && Double.isFinite(learningRate)),
        "--learning-rate",
        "a positive number");
  }

  @Override
  public Integer call() {
    target.check();
    Optional<SigningKey> key = signing.key();
    ClassWeights weights = classWeights.read();
    if (threads != null) {
      ComputingThreads.use(threads);
    }
    DataSet set = data.read();
    TrainingPlan plan = plan(parting(set), weights);
    AtomicBoolean stopped = new AtomicBoolean();
    PrintWriter err = spec.commandLine().getErr();
    ProgressPrinter progress =
        new ProgressPrinter(err, ProgressPrinter.onTerminal(), System::nanoTime);
    Interruption.cutsShort(
        () -> stopped.set(true),
        () -> {
          try {
            Trained trained =
                new Trainer(InstantSource.system(), progress, stopped::get).train(plan, set);
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

  private Parting parting(DataSet set) {
    SplitRule usual = set.test().isPresent() ? SplitRule.OFFICIAL : SplitRule.STRATIFIED;
    Parting parting =
        Parting.by(rule == null ? usual : choice(rule, SplitRule.values()).orElseThrow())
            .withGroups(data.groups(set.count()));
    return fold == null ? parting : parting.withFold(Fold.parse(fold));
  }

  private static boolean isFold(String text) {
    try {
      return Fold.parse(text).count() > 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private TrainingPlan plan(Parting parting, ClassWeights weights) {
    Family chosen = choice(family, Family.values()).orElseThrow();
    Hyperparameters defaults = chosen.defaults();
    Hyperparameters settings =
        new Hyperparameters(
            epochs != null ? epochs : quick ? chosen.quickEpochs() : defaults.epochs(),
            batch != null ? batch : defaults.batch(),
            learningRate != null ? learningRate : defaults.learningRate(),
            defaults.warmUp(),
            defaults.dropout(),
            defaults.averaging(),
            defaults.l2(),
            defaults.augment() && !noAugment && !quick,
            defaults.patience());
    int images =
        trainImages != null ? trainImages : quick ? chosen.quickImages() : Integer.MAX_VALUE;
    return new TrainingPlan(chosen, settings, parting, images, seed, weights);
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
