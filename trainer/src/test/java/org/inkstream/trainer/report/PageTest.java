package org.inkstream.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.family.ModelFamily;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.style.AxesChartStyler;

class PageTest {

  private static final Compared COMPARED =
      SampleComparison.of(
          List.of("0", "α", "<b>&\"", "|"), ModelFamily.TREE, ModelFamily.SOFTMAX, ModelFamily.CNN);
  private static final String PAGE = Page.of(COMPARED, "letters & <digits>");

  @Test
  void shouldLoadNothingFromElsewhere() {
    assertThat(PAGE)
        .contains(
            "default-src &#x27;none&#x27;; img-src data:; style-src &#x27;unsafe-inline&#x27;")
        .doesNotContainPattern("(?i)<(script|link|iframe|object|embed|base)\\b")
        .doesNotContainPattern("(?i)url\\((?!#)");
    assertThat(attributes("src")).isNotEmpty().allMatch(to -> to.startsWith("data:image/png;"));
    assertThat(attributes("href")).isNotEmpty().allMatch(to -> to.startsWith("#"));
  }

  @Test
  void shouldShowLabelsAsTheyAreAndNotAsMarkup() {
    assertThat(PAGE)
        .contains("&lt;b&gt;&amp;&quot;")
        .contains("Families of models on letters &amp; &lt;digits&gt;")
        .doesNotContain("<b>");
  }

  @Test
  void shouldHaveEveryFigureOfTheChartsInATable() {
    assertThat(PAGE)
        .contains(Figures.percent(COMPARED.families().get(0).calibrated().accuracy()))
        .contains(Figures.percent(COMPARED.families().get(1).examined().shifts().get(7).accuracy()))
        .contains(Figures.percent(COMPARED.families().get(2).examined().turns().get(1).accuracy()))
        .contains(Figures.percent(COMPARED.families().get(2).curve().get(1).validation()))
        .contains("54,321")
        .contains("0.40 MB");
  }

  @Test
  void shouldSayInWhatUnitsFiguresAre() {
    assertThat(PAGE)
        .contains(">0 px<", ">8 px<", ">-60°<", ">60°<", ">cross-entropy, nats<")
        .doesNotContain("digits are");
    assertThat(MarkdownTable.of(COMPARED, "letters")).contains("| cross-entropy, nats |");
  }

  @Test
  void shouldEndTheAxisOfIntervalsAtRoundNumbers() {
    AxesChartStyler few =
        Charts.intervals(
                "wrong, %",
                List.of("tree", "svm"),
                List.of(new double[] {26.5, 27.4, 28.3}, new double[] {15.9, 16.7, 17.4}))
            .getStyler();
    AxesChartStyler many =
        Charts.intervals(
                "wrong, %",
                List.of("tree", "cnn"),
                List.of(new double[] {11.5, 12.1, 12.7}, new double[] {0.41, 0.52, 0.66}))
            .getStyler();

    assertThat(few.getYAxisMin()).isEqualTo(10);
    assertThat(few.getYAxisMax()).isEqualTo(50);
    assertThat(few.isYAxisLogarithmicDecadeOnly()).isFalse();
    assertThat(many.getYAxisMin()).isEqualTo(0.2);
    assertThat(many.getYAxisMax()).isEqualTo(20);
    assertThat(many.isYAxisLogarithmicDecadeOnly()).isTrue();
  }

  @Test
  void shouldDrawInTheColoursOfTheStyleSheet() {
    Matcher colours = Pattern.compile("rgb\\(([^)]*)\\)").matcher(svgs());
    Set<String> others = new HashSet<>();
    while (colours.find()) {
      others.add(colours.group(1));
    }

    assertThat(svgs()).contains("var(--ink)", "var(--grid)", "var(--series-1)", "var(--series-3)");
    assertThat(others).as("that of what is clear").isSubsetOf("0,0,0");
    List<String> lost =
        Pattern.compile("style=\"([^\"]*)\"")
            .matcher(svgs())
            .results()
            .map(found -> found.group(1))
            .filter(
                style ->
                    style.contains("fill:rgb(0,0,0)") && !style.contains("fill-opacity:0")
                        || style.contains("stroke:rgb(0,0,0)")
                            && !style.contains("stroke-opacity:0"))
            .toList();
    assertThat(lost).as("what is not clear and would be lost in the dark").isEmpty();
    assertThat(PAGE).contains("@media (prefers-color-scheme: dark)");
  }

  @Test
  void shouldNameNothingTwice() {
    assertThat(attributes("id")).isNotEmpty().doesNotHaveDuplicates();
    assertThat(attributes("id"))
        .containsAll(attributes("href").stream().map(to -> to.substring(1)).toList());
  }

  @Test
  void shouldCompareOneFamilyWithNone() {
    Compared alone = SampleComparison.of(List.of("a", "b"), ModelFamily.MLP);

    assertThat(Page.of(alone, "two")).contains("1 families");
    assertThat(MarkdownTable.of(alone, "two").lines()).hasSize(7);
  }

  @Test
  void shouldWriteTheFiguresAsMarkdown() {
    assertThat(MarkdownTable.of(COMPARED, "letters").lines())
        .contains(
            "# Families of models on letters",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            "| pair | first alone right | second alone right | p | p, Holm | at 5 % |")
        .anyMatch(line -> line.startsWith("| tree | 9") && line.endsWith("| 54,321 | 0.40 MB |"));
  }

  private static List<String> attributes(String name) {
    return Pattern.compile("\\b" + name + "=\"([^\"]*)\"")
        .matcher(PAGE)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String svgs() {
    return Pattern.compile("(?s)<svg.*?</svg")
        .matcher(PAGE)
        .results()
        .map(found -> found.group())
        .reduce("", String::concat);
  }
}
