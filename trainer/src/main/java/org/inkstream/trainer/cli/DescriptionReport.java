package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.inkstream.model.dataset.DataSource.Form;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.trainer.describe.Copies;
import org.inkstream.trainer.describe.Description;
import org.inkstream.trainer.describe.MeanImages;
import org.inkstream.trainer.describe.NearCopies;

/** What {@code describe} prints. */
final class DescriptionReport {

  /** Mean images beside each other, and classes whose mean is printed. */
  private static final int IN_ROW = 5;

  private static final int MOST_MEANS = 20;

  private DescriptionReport() {}

  static String json(Form form, Description description) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", word(form));
    json.put("train", part(description.first()));
    description.second().ifPresent(test -> json.put("test", part(test)));
    Copies copies = description.copies();
    Map<String, Object> same = new LinkedHashMap<>();
    same.put("train", copies.inFirst());
    same.put("test", copies.inSecond());
    same.put("testInTrain", copies.between());
    same.put("differentLabels", copies.conflicts());
    same.put("examples", copies.examples());
    json.put("duplicates", same);
    NearCopies near = description.near();
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("train", near.inFirst());
    pairs.put("test", near.inSecond());
    pairs.put("between", near.between());
    pairs.put("differentLabels", near.conflicts());
    pairs.put("complete", near.complete());
    pairs.put("examples", near.examples());
    json.put("nearPairs", pairs);
    json.put("problems", description.problems());
    return Json.line(json);
  }

  private static Map<String, Object> part(LabelledImages part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", part.images().count());
    Map<String, Object> sizes = new LinkedHashMap<>();
    part.sizes().forEach((size, count) -> sizes.put(size.toString(), count));
    json.put("sizes", sizes);
    Map<String, Object> classes = new LinkedHashMap<>();
    int[] counts = Description.counts(part);
    for (int label = 0; label < counts.length; label++) {
      classes.put(part.labels().get(label), counts[label]);
    }
    json.put("classes", classes);
    return json;
  }

  static String text(Form form, Description description) {
    StringBuilder text = new StringBuilder();
    LabelledImages first = description.first();
    line(text, "form        %s", word(form));
    boolean parted = description.second().isPresent();
    images(text, parted ? "train" : "images", first);
    description.second().ifPresent(test -> images(text, "test", test));
    classes(text, description);
    copies(text, description, parted);
    text.append('\n');
    means(text, first.labels(), description.means());
    if (description.problems().isEmpty()) {
      line(text, "no problems found");
    }
    description.problems().forEach(problem -> line(text, "problem: %s", problem));
    return text.toString();
  }

  private static void images(StringBuilder text, String name, LabelledImages part) {
    int shown = 4;
    String sizes =
        part.sizes().entrySet().stream()
            .sorted((one, other) -> other.getValue() - one.getValue())
            .limit(shown)
            .map(size -> String.format(Locale.ROOT, "%s (%,d)", size.getKey(), size.getValue()))
            .collect(Collectors.joining(", "));
    int more = part.sizes().size() - shown;
    line(
        text,
        "%-11s %,d images of %s%s",
        name,
        part.images().count(),
        sizes,
        more > 0 ? " and " + more + " other sizes" : "");
  }

  private static void classes(StringBuilder text, Description description) {
    int[] counts = Description.counts(description.first());
    int most = Arrays.stream(counts).max().orElse(1);
    int least = Arrays.stream(counts).min().orElse(1);
    line(
        text,
        "classes     %d, the largest %.1f times the smallest",
        counts.length,
        (double) most / least);
    Map<String, Integer> tests = new TreeMap<>();
    description
        .second()
        .ifPresent(
            test -> {
              int[] ofTest = Description.counts(test);
              for (int label = 0; label < ofTest.length; label++) {
                tests.put(test.labels().get(label), ofTest[label]);
              }
            });
    List<String> labels = description.first().labels();
    int width = Math.max(5, labels.stream().mapToInt(String::length).max().orElse(0));
    String format = "  %-" + width + "s  %9s  %7s" + (tests.isEmpty() ? "" : "  %9s");
    line(text, format, "class", "images", "share", "test");
    for (int label = 0; label < counts.length; label++) {
      line(
          text,
          format,
          labels.get(label),
          String.format(Locale.ROOT, "%,d", counts[label]),
          String.format(
              Locale.ROOT, "%.2f %%", 100.0 * counts[label] / description.first().images().count()),
          String.format(Locale.ROOT, "%,d", tests.getOrDefault(labels.get(label), 0)));
    }
  }

  private static void copies(StringBuilder text, Description description, boolean parted) {
    Copies copies = description.copies();
    NearCopies near = description.near();
    if (parted) {
      line(
          text,
          "copies      %,d in train, %,d in test, %,d of test are in train; %,d with two labels",
          copies.inFirst(),
          copies.inSecond(),
          copies.between(),
          copies.conflicts());
      line(
          text,
          "near pairs  %,d in train, %,d in test, %,d between them; %,d with two labels%s",
          near.inFirst(),
          near.inSecond(),
          near.between(),
          near.conflicts(),
          near.complete() ? "" : " (at least: too many to compare all)");
    } else {
      line(text, "copies      %,d; %,d with two labels", copies.inFirst(), copies.conflicts());
      line(
          text,
          "near pairs  %,d; %,d with two labels%s",
          near.inFirst(),
          near.conflicts(),
          near.complete() ? "" : " (at least: too many to compare all)");
    }
    copies.examples().forEach(example -> line(text, "  %s", example));
    near.examples().forEach(example -> line(text, "  %s", example));
  }

  private static void means(StringBuilder text, List<String> labels, MeanImages means) {
    int shown = Math.min(MOST_MEANS, labels.size());
    for (int from = 0; from < shown; from += IN_ROW) {
      int to = Math.min(shown, from + IN_ROW);
      List<List<String>> images = new ArrayList<>();
      StringBuilder names = new StringBuilder();
      for (int label = from; label < to; label++) {
        images.add(means.text(label));
        names.append(String.format("%-16.14s", labels.get(label)));
      }
      text.append(names.toString().stripTrailing()).append('\n');
      for (int row = 0; row < images.get(0).size(); row++) {
        StringBuilder line = new StringBuilder();
        for (List<String> image : images) {
          line.append(image.get(row)).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
      }
    }
    if (labels.size() > shown) {
      line(text, "(and %d other classes; --out writes all)", labels.size() - shown);
    }
  }

  private static String word(Form form) {
    return switch (form) {
      case IDX -> "IDX files";
      case PICTURES -> "folders of pictures";
      case CSV -> "CSV";
    };
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
