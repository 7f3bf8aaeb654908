package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputStatisticsTest {

  private static final double CLOSE = 1e-6;

  private static Map<String, Double> of(int width, int height, double... ink) {
    Projection none = new Projection(new float[width * height], new float[0], new double[0]);
    return of(width, height, none, ink);
  }

  /** The statistics by name without their group, of the second row of a batch of three. */
  private static Map<String, Double> of(
      int width, int height, Projection projection, double... ink) {
    float[] inputs = new float[3 * ink.length];
    java.util.Arrays.fill(inputs, 7);
    for (int i = 0; i < ink.length; i++) {
      inputs[ink.length + i] = (float) (ink[i] * 2 - 1);
    }
    ScoredRows rows = new ScoredRows(inputs, ink.length, new float[3], 1, new float[0], 0, 2, -1);
    double[] values = new double[12];
    InputStatistics.of(width, height, projection).extract(rows, 1, values, 0);
    Map<String, Double> byName = new HashMap<>();
    for (int i = 0; i < InputStatistics.NAMES.size(); i++) {
      byName.put(InputStatistics.NAMES.get(i).substring("input.".length()), values[i]);
    }
    return byName;
  }

  private static void expect(
      Map<String, Double> found,
      double mean,
      double blank,
      double bright,
      double roughness,
      double x,
      double y,
      double slant,
      double area) {
    assertThat(found.get("mean")).as("mean").isCloseTo(mean, within(CLOSE));
    assertThat(found.get("blank")).as("blank").isCloseTo(blank, within(CLOSE));
    assertThat(found.get("bright")).as("bright").isCloseTo(bright, within(CLOSE));
    assertThat(found.get("roughness")).as("roughness").isCloseTo(roughness, within(CLOSE));
    assertThat(found.get("centroidX")).as("x").isCloseTo(x, within(CLOSE));
    assertThat(found.get("centroidY")).as("y").isCloseTo(y, within(CLOSE));
    assertThat(found.get("slant")).as("slant").isCloseTo(slant, within(CLOSE));
    assertThat(found.get("area")).as("area").isCloseTo(area, within(CLOSE));
  }

  @Test
  void shouldBeAsManyAsTheExtractorSetsAside() {
    assertThat(InputStatistics.NAMES).hasSize(FeatureExtractor.INPUTS);
  }

  @Test
  void shouldFindNothingInAnEmptyImage() {
    Map<String, Double> found = of(3, 2, 0, 0, 0, 0, 0, 0);

    expect(found, 0, 1, 0, 0, 0, 0, 0, 0);
    assertThat(found.get("residual")).isZero();
  }

  @Test
  void shouldFindASinglePixel() {
    // Centres of three columns are at -2/3, 0, 2/3. The Laplacian is 4 at the pixel and -1 beside
    // it, of which one neighbour each lies below the image and to its right: 16 + 1 + 1.
    expect(
        of(3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        1 / 9.0,
        8 / 9.0,
        1 / 9.0,
        18 / 9.0,
        2 / 3.0,
        2 / 3.0,
        0,
        1 / 9.0);
    // In the middle: 16 + 4 x 1.
    expect(of(3, 3, 0, 0, 0, 0, 0.5, 0, 0, 0, 0), 0.5 / 9, 8 / 9.0, 0, 5 / 9.0, 0, 0, 0, 1 / 9.0);
  }

  @Test
  void shouldFindAFullImage() {
    // In a corner two of four neighbours are missing, and one at an edge: 4 x 2^2 + 4 x 1.
    expect(of(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 1, 0, 1, 20 / 9.0, 0, 0, 0, 1);
  }

  @Test
  void shouldFindTheSlantOfAStroke() {
    // From the lower left to the upper right: x = -y, so the mixed moment is minus the vertical.
    double[] slanted = {0, 0, 1, 0, 1, 0, 1, 0, 0};
    double[] mirrored = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    assertThat(of(3, 3, slanted).get("slant")).isCloseTo(-1, within(CLOSE));
    assertThat(of(3, 3, mirrored).get("slant")).isCloseTo(1, within(CLOSE));
    // Upright.
    assertThat(of(3, 3, 0, 1, 0, 0, 1, 0, 0, 1, 0).get("slant")).isCloseTo(0, within(CLOSE));
    // Half as steep: points (-2/3, -2/3) and (0, 2/3), so that x grows by 2/3 where y does by 4/3.
    assertThat(of(3, 3, 1, 0, 0, 0, 0, 0, 0, 1, 0).get("slant")).isCloseTo(0.5, within(CLOSE));
  }

  @Test
  void shouldFlipWhatAMirrorFlips() {
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      double[] image = new double[28 * 20];
      double[] mirror = new double[image.length];
      for (int at = 0; at < image.length; at++) {
        image[at] = random.nextInt(4) > 0 ? 0 : random.nextInt(256) / 255.0;
        mirror[at / 28 * 28 + 27 - at % 28] = image[at];
      }

      Map<String, Double> found = of(28, 20, image);
      Map<String, Double> flipped = of(28, 20, mirror);

      for (String same :
          new String[] {"mean", "blank", "bright", "roughness", "centroidY", "area"}) {
        assertThat(flipped.get(same)).as(same).isCloseTo(found.get(same), within(1e-5));
      }
      for (String other : new String[] {"centroidX", "slant"}) {
        assertThat(flipped.get(other)).as(other).isCloseTo(-found.get(other), within(1e-5));
      }
    }
  }

  @Test
  void shouldFindNoSlantInALevelLine() {
    Random random = new Random(9);
    for (int i = 0; i < 200; i++) {
      double[] image = new double[28 * 28];
      int line = random.nextInt(28);
      for (int x = 0; x < 28; x++) {
        image[line * 28 + x] = random.nextInt(256) / 255.0;
      }

      assertThat(of(28, 28, image).get("slant")).isZero();
    }
  }

  @Test
  void shouldMeasureTheBoxAroundAllInk() {
    // Columns 1 to 3 and rows 0 to 1 of 4 x 3.
    assertThat(of(4, 3, 0, 0.1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0).get("area"))
        .isCloseTo(6 / 12.0, within(1e-15));
  }

  @Test
  void shouldNotCountHalfInkAsBright() {
    assertThat(of(2, 2, 0.5, 0.75, 1, 0).get("bright")).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void shouldGiveTheSquaredDistanceFromTheReconstruction() {
    Random random = new Random(5);
    float[] images = new float[100 * 30];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
    }
    Projection projection = PrincipalComponents.fit(images, 30, 7);
    for (int row = 0; row < 100; row++) {
      double[] image = new double[30];
      for (int i = 0; i < 30; i++) {
        image[i] = images[row * 30 + i];
      }
      // Mean and components added up again, in double.
      double[] rebuilt = new double[30];
      for (int i = 0; i < 30; i++) {
        rebuilt[i] = projection.mean()[i];
      }
      for (int k = 0; k < 7; k++) {
        double along = 0;
        for (int i = 0; i < 30; i++) {
          along += projection.components()[k * 30 + i] * (image[i] - projection.mean()[i]);
        }
        for (int i = 0; i < 30; i++) {
          rebuilt[i] += along * projection.components()[k * 30 + i];
        }
      }
      double squared = 0;
      for (int i = 0; i < 30; i++) {
        squared += (image[i] - rebuilt[i]) * (image[i] - rebuilt[i]);
      }

      assertThat(of(6, 5, projection, image).get("residual")).isCloseTo(squared / 30, within(1e-5));
    }
  }

  @Test
  void shouldLeaveNothingOfAnImageThatTheComponentsSpan() {
    Projection projection =
        new Projection(new float[] {0.5f, 0.5f}, new float[] {0.6f, 0.8f}, new double[] {1});

    // The mean and half of the component; and an image at right angles, 0.5 away.
    assertThat(of(2, 1, projection, 0.8, 0.9).get("residual")).isCloseTo(0, within(1e-7));
    assertThat(of(2, 1, projection, 0.9, 0.2).get("residual")).isCloseTo(0.125, within(1e-6));
  }
}
