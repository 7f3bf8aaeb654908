/**
 * The networks that are compared, with the same weights in every engine, and the check that they
 * give the same answers. May import the model module, Deeplearning4j, ND4J and ONNX Runtime.
 */
package org.inkstream.bench.engine;
