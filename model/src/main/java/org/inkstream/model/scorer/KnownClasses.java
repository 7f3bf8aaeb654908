package org.inkstream.model.scorer;

import java.util.Set;
import java.util.TreeSet;

/**
 * The classes that a network's configuration may name, each by its whole name. Deeplearning4j loads
 * whatever class stands there, and so runs its static initialiser; these are layers and settings of
 * feed-forward and convolutional networks, which do nothing but hold numbers. Left out on purpose:
 * layers that run code or hold other networks (SameDiff, lambdas, wrappers), constraints, weight
 * noise, and recurrent layers, for which no encoder exists.
 */
final class KnownClasses {

  private static final Set<String> NAMES = new TreeSet<>();

  static {
    add(
        "org.deeplearning4j.nn.conf.layers.",
        "ActivationLayer",
        "BatchNormalization",
        "Convolution2D",
        "ConvolutionLayer",
        "DenseLayer",
        "DepthwiseConvolution2D",
        "DropoutLayer",
        "GlobalPoolingLayer",
        "LocalResponseNormalization",
        "LossLayer",
        "OutputLayer",
        "PReLULayer",
        "Pooling2D",
        "SeparableConvolution2D",
        "SubsamplingLayer",
        "Upsampling2D",
        "ZeroPaddingLayer");
    add("org.deeplearning4j.nn.conf.graph.", "ElementWiseVertex", "LayerVertex");
    add(
        "org.deeplearning4j.nn.conf.preprocessor.",
        "CnnToFeedForwardPreProcessor",
        "FeedForwardToCnnPreProcessor");
    add(
        "org.deeplearning4j.nn.conf.dropout.",
        "AlphaDropout",
        "Dropout",
        "GaussianDropout",
        "GaussianNoise",
        "SpatialDropout");
    add(
        "org.deeplearning4j.nn.conf.distribution.",
        "ConstantDistribution",
        "NormalDistribution",
        "OrthogonalDistribution",
        "TruncatedNormalDistribution",
        "UniformDistribution");
    add(
        "org.deeplearning4j.nn.weights.",
        "WeightInitConstant",
        "WeightInitDistribution",
        "WeightInitIdentity",
        "WeightInitLecunUniform",
        "WeightInitNormal",
        "WeightInitRelu",
        "WeightInitReluUniform",
        "WeightInitSigmoidUniform",
        "WeightInitUniform",
        "WeightInitVarScalingNormalFanAvg",
        "WeightInitVarScalingNormalFanIn",
        "WeightInitVarScalingNormalFanOut",
        "WeightInitVarScalingUniformFanAvg",
        "WeightInitVarScalingUniformFanIn",
        "WeightInitVarScalingUniformFanOut",
        "WeightInitXavier",
        "WeightInitXavierLegacy",
        "WeightInitXavierUniform");
    add(
        "org.nd4j.linalg.activations.impl.",
        "ActivationCube",
        "ActivationELU",
        "ActivationGELU",
        "ActivationHardSigmoid",
        "ActivationHardTanH",
        "ActivationIdentity",
        "ActivationLReLU",
        "ActivationMish",
        "ActivationRationalTanh",
        "ActivationReLU",
        "ActivationReLU6",
        "ActivationRectifiedTanh",
        "ActivationSELU",
        "ActivationSigmoid",
        "ActivationSoftPlus",
        "ActivationSoftSign",
        "ActivationSoftmax",
        "ActivationSwish",
        "ActivationTanH",
        "ActivationThresholdedReLU");
    add(
        "org.nd4j.linalg.lossfunctions.impl.",
        "LossBinaryXENT",
        "LossKLD",
        "LossMAE",
        "LossMCXENT",
        "LossMSE",
        "LossNegativeLogLikelihood",
        "LossSparseMCXENT");
    add(
        "org.nd4j.linalg.learning.config.",
        "AMSGrad",
        "AdaBelief",
        "AdaDelta",
        "AdaGrad",
        "AdaMax",
        "Adam",
        "Nadam",
        "Nesterovs",
        "NoOp",
        "RmsProp",
        "Sgd");
    add(
        "org.nd4j.linalg.learning.regularization.",
        "L1Regularization",
        "L2Regularization",
        "WeightDecay");
    add(
        "org.nd4j.linalg.schedule.",
        "CycleSchedule",
        "ExponentialSchedule",
        "FixedSchedule",
        "InverseSchedule",
        "MapSchedule",
        "PolySchedule",
        "RampSchedule",
        "SigmoidSchedule",
        "StepSchedule");
  }

  private KnownClasses() {}

  /** True if a configuration may name it. */
  static boolean contains(String name) {
    return NAMES.contains(name);
  }

  /** All of them, sorted. */
  static Set<String> names() {
    return Set.copyOf(NAMES);
  }

  private static void add(String packageName, String... simpleNames) {
    for (String name : simpleNames) {
      NAMES.add(packageName + name);
    }
  }
}
