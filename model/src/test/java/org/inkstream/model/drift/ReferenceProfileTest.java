package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.conformal.OutlierThreshold;
import org.inkstream.model.conformal.PredictionSets;
import org.junit.jupiter.api.Test;

class ReferenceProfileTest {

  private static final ReferenceProfile PROFILE = Examples.profile(4, 100);

  private static String digest(
      FeatureMap map,
      List<String> names,
      List<ReferenceStatistic> statistics,
      ReferenceStatistic loss,
      ReferenceAnswers answers,
      ReferenceEmbedding embedding) {
    return digest(map, names, statistics, loss, answers, embedding, PROFILE.predictionSets());
  }

  private static String digest(
      FeatureMap map,
      List<String> names,
      List<ReferenceStatistic> statistics,
      ReferenceStatistic loss,
      ReferenceAnswers answers,
      ReferenceEmbedding embedding,
      Optional<PredictionSets> sets) {
    return digest(map, names, statistics, loss, answers, embedding, sets, PROFILE.outlierTest());
  }

  private static String digest(
      FeatureMap map,
      List<String> names,
      List<ReferenceStatistic> statistics,
      ReferenceStatistic loss,
      ReferenceAnswers answers,
      ReferenceEmbedding embedding,
      Optional<PredictionSets> sets,
      Optional<OutlierTest> test) {
    return new ReferenceProfile(map, names, statistics, loss, answers, embedding, sets, test)
        .digest();
  }

  /** The record with one component a little different, for each of its components. */
  private static <R extends Record> List<R> changes(Class<R> type, R record) {
    RecordComponent[] components = type.getRecordComponents();
    List<R> changes = new ArrayList<>();
    for (int changed = 0; changed < components.length; changed++) {
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      try {
        for (int i = 0; i < components.length; i++) {
          types[i] = components[i].getType();
          Object value = components[i].getAccessor().invoke(record);
          values[i] = i == changed ? nudged(value) : value;
        }
        changes.add(type.getDeclaredConstructor(types).newInstance(values));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return changes;
  }

  private static List<OutlierThreshold> changedThresholds(OutlierThreshold threshold) {
    float[] scores = threshold.largest().clone();
    scores[scores.length - 1] = Math.nextUp(scores[scores.length - 1]);
    float[] more = Arrays.copyOf(threshold.largest(), scores.length + 1);
    more[scores.length] = more[scores.length - 1];
    return List.of(
        new OutlierThreshold(0.002, threshold.images(), threshold.largest()),
        new OutlierThreshold(threshold.level(), threshold.images(), scores),
        new OutlierThreshold(threshold.level(), threshold.images() + 1, more));
  }

  private static Object nudged(Object value) {
    if (value instanceof String text) {
      return text + "x";
    }
    if (value instanceof Double number) {
      return Math.nextUp(number);
    }
    if (value instanceof Float number) {
      return Math.nextUp(number);
    }
    if (value instanceof Long number) {
      return number + 1;
    }
    if (value instanceof double[] numbers) {
      double[] changed = numbers.clone();
      changed[2] = Math.nextUp(changed[2]);
      return changed;
    }
    if (value instanceof long[] numbers) {
      long[] changed = numbers.clone();
      changed[2]++;
      return changed;
    }
    long[][] changed = ((long[][]) value).clone();
    changed[1] = (long[]) nudged(changed[1]);
    return changed;
  }

  @Test
  void shouldHaveAnotherDigestAfterAnyChange() {
    FeatureMap map = PROFILE.featureMap();
    FeatureMap otherMap =
        new FeatureMap(4, 3, 3, map.input(), map.embedding(), map.bandwidth(), 99);
    List<String> names = Examples.NAMES;
    List<String> otherNames = List.of("zero", "one", "three");
    List<ReferenceStatistic> all = PROFILE.statistics();
    ReferenceStatistic loss = PROFILE.loss();
    ReferenceAnswers answers = PROFILE.answers();
    ReferenceEmbedding embedding = PROFILE.embedding();
    List<String> digests = new ArrayList<>();

    digests.add(PROFILE.digest());
    digests.add(digest(otherMap, names, all, loss, answers, embedding));
    digests.add(digest(map, otherNames, all, loss, answers, embedding));
    for (ReferenceStatistic changed : changes(ReferenceStatistic.class, all.get(3))) {
      List<ReferenceStatistic> others = new ArrayList<>(all);
      others.set(3, changed);
      digests.add(digest(map, names, others, loss, answers, embedding));
    }
    for (ReferenceStatistic changed : changes(ReferenceStatistic.class, loss)) {
      digests.add(digest(map, names, all, changed, answers, embedding));
    }
    for (ReferenceAnswers changed : changes(ReferenceAnswers.class, answers)) {
      digests.add(digest(map, names, all, loss, changed, embedding));
    }
    for (ReferenceEmbedding changed : changes(ReferenceEmbedding.class, embedding)) {
      digests.add(digest(map, names, all, loss, answers, changed));
    }
    digests.add(digest(map, names, all, loss, answers, embedding, Optional.empty()));
    PredictionSets sets = PROFILE.predictionSets().orElseThrow();
    for (PredictionSets changed : changes(PredictionSets.class, sets)) {
      digests.add(digest(map, names, all, loss, answers, embedding, Optional.of(changed)));
    }
    OutlierTest test = PROFILE.outlierTest().orElseThrow();
    Optional<PredictionSets> same = Optional.of(sets);
    digests.add(digest(map, names, all, loss, answers, embedding, same, Optional.empty()));
    for (InputDistance changed : changes(InputDistance.class, test.distance())) {
      OutlierTest other = new OutlierTest(changed, test.threshold());
      digests.add(digest(map, names, all, loss, answers, embedding, same, Optional.of(other)));
    }
    for (OutlierThreshold changed : changedThresholds(test.threshold())) {
      OutlierTest other = new OutlierTest(test.distance(), changed);
      digests.add(digest(map, names, all, loss, answers, embedding, same, Optional.of(other)));
    }

    assertThat(digests)
        .hasSize(3 + 9 + 9 + 3 + 3 + 1 + 3 + 1 + 2 + 3)
        .doesNotHaveDuplicates()
        .allMatch(each -> each.matches("[0-9a-f]{16}"));
    assertThat(digest(map, names, all, loss, answers, embedding)).isEqualTo(PROFILE.digest());
  }

  @Test
  void shouldTellBinsOfStatisticsAndLosses() {
    for (int i = 0; i < PROFILE.featureMap().size(); i++) {
      for (double value : new double[] {-1e9, 0, 0.3, 1e9}) {
        assertThat(PROFILE.bin(i, value, 5)).isEqualTo(PROFILE.statistic(i).bin(value, 5, i));
      }
      assertThat(PROFILE.bins(i)).isEqualTo(PROFILE.statistic(i).bins());
    }
    assertThat(PROFILE.lossBin(-1, 5)).isZero();
    assertThat(PROFILE.lossBin(99, 5)).isEqualTo(PROFILE.lossBins() - 1);
  }

  @Test
  void shouldHaveNoBinForWhatIsNotANumber() {
    assertThatIllegalArgumentException().isThrownBy(() -> PROFILE.bin(0, Double.NaN, 5));
  }

  @Test
  void shouldBeEqualByDigest() {
    assertThat(Examples.profile(4, 100)).isEqualTo(PROFILE).hasSameHashCodeAs(PROFILE);
    assertThat(Examples.profile(5, 100)).isNotEqualTo(PROFILE);
    assertThat(PROFILE).isNotEqualTo("profile").asString().contains(PROFILE.digest());
  }
}
