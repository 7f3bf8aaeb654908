package org.inkstream.trainer.bundling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.ModelCard;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.SetMeasures;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.Test;

class CardWriterTest {

  private static final Trained TRAINED =
      new Trainer(
              InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")),
              Progress.NONE,
              () -> false)
          .train(
              new TrainingPlan(
                  ModelFamily.TREE.recipe(false, Map.of("leaf", "7")),
                  Scaling.NONE,
                  SplitRule.OFFICIAL,
                  640,
                  3),
              Mnist.train(1_200),
              Mnist.test(300));
  private static final Bundle BUNDLE = TRAINED.bundle();

  private static String card(Manifest manifest, Optional<Measures> test) {
    return CardWriter.of(manifest, BUNDLE.profile(), test).text();
  }

  @Test
  void shouldSayWhatIsKnown() {
    String text = BUNDLE.card().orElseThrow().text();
    Map<String, String> settings = BUNDLE.manifest().hyperparameters();

    assertThat(text.lines().filter(line -> line.startsWith("#")))
        .containsExactly(
            "# Model card: " + BUNDLE.manifest().version(),
            "## Model details",
            "## Intended use",
            "## Factors",
            "## Metrics",
            "## Evaluation data",
            "## Training data",
            "## Quantitative analyses",
            "## Caveats and recommendations",
            "## How to repeat it");
    assertThat(text)
        .contains("- Family: tree, ")
        .contains("- Classes: 10 (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)\n")
        .contains("- accuracy: %.2f %%\n".formatted(100 * TRAINED.test().accuracy()))
        .contains("- cross-entropy in nats: %.4f\n".formatted(TRAINED.test().crossEntropy()))
        .contains("- prediction sets: the true class is in 99.9 % of them\n")
        .contains("- outliers: at most 0.1 % are flagged\n")
        .contains("- Test part: SHA-256 " + settings.get("digest.test") + "\n")
        .contains("- Learnt from: 640 images, SHA-256 " + settings.get("digest.train") + "\n")
        .contains("Settings, with seed 3:\n")
        .contains("- leaf: 7\n")
        .contains(" --model tree --seed 3 --split official --preprocess none --train-images 640")
        .contains(" --set leaf=7")
        .doesNotContain("null");
  }

  @Test
  void shouldHaveARowForEachClass() {
    String text = BUNDLE.card().orElseThrow().text();
    int[] sevens = TRAINED.test().confusion()[7];

    assertThat(text.lines().filter(line -> line.startsWith("| "))).hasSize(2 + 10);
    assertThat(text)
        .contains(
            "| 7 | %d | %.2f %% | "
                .formatted(
                    IntStream.of(sevens).sum(), 100.0 * sevens[7] / IntStream.of(sevens).sum()));
  }

  @Test
  void shouldShowTheLeastRecognisedOfManyClasses() {
    int classes = 200;
    int[][] confusion = new int[classes][classes];
    confusion[0][0] = 5;
    for (int c = 1; c < classes; c++) {
      confusion[c][c] = c == 150 ? 0 : 1;
      confusion[c][0] = 1;
    }
    Measures measures =
        new Measures(
            new Evaluation(10, 0.5, 1, 1, 0, confusion, List.of()),
            Optional.of(new SetMeasures(1, 1, 0)),
            OptionalDouble.empty());

    String text =
        card(
            labels(IntStream.range(0, classes).mapToObj("class %d"::formatted).toList()),
            Optional.of(measures));

    assertThat(text)
        .contains("Test images by class, the 50 least recognised of 200:")
        .contains("- Classes: 200 (class 0, ")
        .endsWith("\n");
    assertThat(text.lines().filter(line -> line.matches("\\| class \\d+ .*"))).hasSize(50);
    assertThat(text)
        .containsPattern(
            "--: \\|\n\\| class 150 \\| 1 \\| 0.00 % \\| - \\|\n\\| class 1 \\| 2 \\| 50.00 % \\|")
        .doesNotContain("| class 0 |");
  }

  /** A manifest may say anything, and a profile is taken of a stranger's bundle. */
  @Test
  void shouldMakeNothingOfWhatStrangersSayButText() {
    Map<String, String> settings = new HashMap<>();
    settings.put("split", "official; rm -rf /");
    settings.put("leaf", "$(reboot)");
    settings.put("note", "\u001b]0;owned\u0007 <script>|`x`\n## Approved\u202e");
    for (int i = 0; i < 5_000; i++) {
      settings.put("z" + i, "y".repeat(2_000));
    }
    Manifest manifest = BUNDLE.manifest().withVersion("v1", settings);

    String text = card(manifest, Optional.empty());

    assertThat(text)
        .contains("note: \uFFFD\\]0;owned\uFFFD \\<script\\>\\|\\`x\\` \\#\\# Approved\uFFFD\n")
        .contains(" --model tree --seed 3\n")
        .doesNotContain("(cut short)");
    String command = text.lines().filter(line -> line.contains("--data DATA")).findFirst().get();
    assertThat(command).doesNotContain("rm").doesNotContain("reboot");
    assertThat(new ModelCard(text).text()).isEqualTo(text);
  }

  @Test
  void shouldNotSayHowToRepeatWhatTakesAnotherBundle() {
    Manifest manifest =
        BUNDLE
            .manifest()
            .withVersion("v2", Map.of("profiledFrom", "v1", "profileData", "scans:test"));

    assertThat(card(manifest, Optional.empty()))
        .contains("- profiledFrom: v1\n")
        .contains("- profileData: scans:test\n")
        .doesNotContain("./inkstream train");
  }

  private static Manifest labels(List<String> labels) {
    Manifest all = BUNDLE.manifest();
    return new Manifest(
        all.format(),
        all.version(),
        all.family(),
        all.createdAt(),
        all.preprocessing(),
        labels,
        all.parameters(),
        all.seed(),
        all.dataDigest(),
        all.hyperparameters(),
        all.libraries(),
        Collections.emptyMap(),
        all.temperature(),
        all.goldenFloor(),
        all.parts());
  }
}
