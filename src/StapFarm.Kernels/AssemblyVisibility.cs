using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("StapFarm.Kernels.Tests")]
