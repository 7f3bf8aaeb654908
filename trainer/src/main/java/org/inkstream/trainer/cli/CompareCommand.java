package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.split.Parting;
import org.inkstream.trainer.compare.Candidate;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.Comparison;
import org.inkstream.trainer.compare.ComparisonPlan;
import org.inkstream.trainer.compare.Effort;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Settings;
import org.inkstream.trainer.report.MarkdownTable;
import org.inkstream.trainer.report.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}. */
@Command(
    name = "compare",
    description = {
      "Trains several families of models on the same images, measures them, and writes a page that"
          + " compares them (report.html, which needs nothing else) and its figures (report.md).",
      "Each finished piece is kept: the same command goes on where one was cut off. The bundles of"
          + " the models are in the folder as well."
    })
final class CompareCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;

  @Mixin private DataFolder data;
  @Mixin private SampleOptions sample;

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      split = ",",
      description = "Families, with commas between them. Default: all that train knows.")
  private List<String> named;

  @Option(
      names = "--set",
      paramLabel = "FAMILY.SETTING=VALUE",
      description =
          "Another value for a setting of a family (train --help lists them); may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Test on K folds of the images in turn, each time learning from the others, so that every"
              + " image is tested once. Default: the published test images, or a seventh of all.")
  private Integer folds;

  @Option(
      names = "--quick",
      description = "Few images, short trainings and coarse maps: a look within minutes.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder for the report and the finished pieces: a new one, or that of the same comparison.")
  private Path out;

  @Override
  public void check(Problems problems) {
    Set<String> once = new HashSet<>();
    for (String model : models()) {
      problems.add(
          Choices.of(model, ModelFamily.values()).isPresent(),
          "--model names %s, must name some of %s"
              .formatted(model, Choices.known(ModelFamily.values())));
      problems.add(once.add(model), "--model names " + model + " twice");
    }
    set.forEach((name, value) -> check(problems, name, value));
    problems.check(folds == null || folds >= 2 && folds <= 100, "--folds", "2 to 100");
    sample.check(problems);
  }

  private void check(Problems problems, String name, String value) {
    String family = family(name);
    if (!models().contains(family) || family.length() == name.length()) {
      problems.add(
          "--set %s: must be FAMILY.SETTING of one of %s"
              .formatted(name, String.join(", ", models())));
      return;
    }
    Choices.of(family, ModelFamily.values())
        .ifPresent(
            chosen ->
                Settings.problems(
                        "--set " + chosen + ".",
                        chosen,
                        Map.of(name.substring(family.length() + 1), value))
                    .forEach(problems::add));
  }

  private List<String> models() {
    return named != null
        ? named
        : Arrays.stream(ModelFamily.values()).map(ModelFamily::toString).toList();
  }

  private static String family(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  @Override
  public Integer call() {
    DataSet images = data.read();
    ComparisonPlan plan = plan(images);
    PrintWriter err = spec.commandLine().getErr();
    try (RunFolder folder = RunFolder.open("comparison", out, plan.identity(images))) {
      return TrainingRun.of(
          err,
          data,
          "the same command goes on from here",
          (progress, stopped) -> {
            Comparison comparison =
                new Comparison(
                    plan,
                    images,
                    folder,
                    (piece, number, all) -> {
                      progress.erase();
                      err.printf("[%d/%d] %s%n", number, all, piece);
                      err.flush();
                    },
                    progress,
                    stopped,
                    System::nanoTime);
            tell(comparison.run(), folder);
          });
    }
  }

  private void tell(Compared compared, RunFolder folder) {
    String figures = MarkdownTable.of(compared, data.name());
    folder.write("report.md", figures);
    Path page = folder.write("report.html", Page.of(compared, data.name()));
    PrintWriter result = spec.commandLine().getOut();
    result.print(figures);
    result.printf("%nreport     %s%n", page);
    result.flush();
  }

  private ComparisonPlan plan(DataSet images) {
    Parting parting =
        Parting.by(SampleOptions.usualRule(images)).withGroups(data.groups(images.count()));
    Effort effort = quick ? Effort.QUICK : Effort.THOROUGH;
    return new ComparisonPlan(
        models().stream().map(this::candidate).toList(),
        parting,
        folds == null ? 1 : folds,
        sample.seed(),
        effort.withTrainImages(sample.trainImages(effort.trainImages())));
  }

  private Candidate candidate(String name) {
    ModelFamily family = Choices.of(name, ModelFamily.values()).orElseThrow();
    Map<String, String> values = new LinkedHashMap<>();
    set.forEach(
        (setting, value) -> {
          if (family(setting).equals(name)) {
            values.put(setting.substring(name.length() + 1), value);
          }
        });
    return new Candidate(family.recipe(quick, values), family.scaling(), family.description());
  }
}
